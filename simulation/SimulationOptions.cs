namespace Marketplace.Simulation;

/// <summary>Which experiments are played.</summary>
public enum PlayedExperiments { Both, RateCard, Reward, None }

/// <summary>What to play. The same options on the same empty database give the same books.</summary>
/// <param name="Proposals">About how many proposals: 200 to 5,000,000.</param>
/// <param name="Seed">Names the people and what they do.</param>
/// <param name="Days">How many days before the present it begins: 9 to 730.</param>
/// <param name="Experiments">Which experiments are started.</param>
public sealed record SimulationOptions(int Proposals = 20_000, long Seed = 1, int Days = 63, PlayedExperiments Experiments = PlayedExperiments.Both)
{
    public const int LeastProposals = 200;
    public const int MostProposals = 5_000_000;
    public const int LeastDays = 9;
    public const int MostDays = 730;
    private const int ProposalsPerDayOfAnalysis = 25_000;

    /// <summary>Whether to play beside accounts that are there already.</summary>
    public bool Beside { get; init; }

    /// <summary>Whether interview rewards do harm: who has met the draw turns away, until a guardrail stops the experiment.</summary>
    public bool Breach { get; init; }

    /// <summary>The end; null is the present of the domain's clock.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many people act at once.</summary>
    public int Workers { get; init; } = 6;

    public bool PlaysRateCard => Experiments is PlayedExperiments.Both or PlayedExperiments.RateCard;

    public bool PlaysReward => Experiments is PlayedExperiments.Both or PlayedExperiments.Reward;

    internal IReadOnlyList<string> ExperimentKeys => [.. PlaysRateCard ? [Model.ExperimentKeys.RateCard] : Array.Empty<string>(), .. PlaysReward ? [Model.ExperimentKeys.Reward] : Array.Empty<string>()];

    // Large marketplaces are analyzed less often: an analysis reads all that has happened, and some points of a timeline are enough to see.
    internal int DaysPerAnalysis => 1 + (Proposals / ProposalsPerDayOfAnalysis);

    /// <summary>What is wrong with them; null when nothing is.</summary>
    public string? Problem() => this switch
    {
        { Proposals: < LeastProposals or > MostProposals } => $"--proposals is {Proposals}: {LeastProposals} to {MostProposals:N0} are expected.",
        { Days: < LeastDays or > MostDays } => $"--days is {Days}: {LeastDays} to {MostDays} are expected; an experiment needs some days before it and some while it runs.",
        { Seed: < 0 } => $"--seed is {Seed}: a whole number from 0 on is expected.",
        { Workers: < 1 or > 64 } => $"--workers is {Workers}: 1 to 64 are expected.",
        { Breach: true, PlaysReward: false } => "--breach is about interview-reward, which --experiment leaves out.",
        _ when Proposals / Days < 3 => $"{Proposals} proposals in {Days} days are fewer than three a day: ask for more proposals or fewer days.",
        _ when Proposals / Days > 100_000 => $"{Proposals:N0} proposals in {Days} days are more than 100,000 a day: ask for more days.",
        _ => null,
    };
}
