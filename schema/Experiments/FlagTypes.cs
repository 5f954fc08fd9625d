using System.Text.Json;
using Experiments.Database;
using Experiments.Exposures;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Accounts;

namespace Marketplace.Schema.Experiments;

[ObjectType<Flag>(Include = [nameof(Flag.Key), nameof(Flag.Description), nameof(Flag.Enabled), nameof(Flag.Variants), nameof(Flag.Definition), nameof(Flag.Version), nameof(Flag.Archived), nameof(Flag.UpdatedAt)])]
[Authorize(Policy = Policies.ExperimentReader)]
public static class FlagType
{
    /// <summary>The experiments on this flag, newest first.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<Experiment>>> GetExperimentsAsync([Parent] IReadOnlyList<Flag> flags, ExperimentReader experiments, CancellationToken cancellation)
    {
        var found = await experiments.ByFlagsAsync([.. flags.Select(f => f.Key)], cancellation);
        return [.. flags.Select(f => (IReadOnlyList<Experiment>)[.. found[f.Key]])];
    }
}

[ObjectType<FlagVariant>(Name = "Variant")]
public static class VariantType;

public sealed record FlagEvaluation(string Key, string? Variant, JsonElement? Value, EvaluationReason Reason);

/// <summary>Whoever sees the thing that carries it may read key and variant; the experiment itself needs a product manager's role.</summary>
[ObjectType<Treatment>]
public static class TreatmentType
{
    [BatchResolver]
    public static async Task<IReadOnlyList<Experiment?>> GetExperimentAsync([Parent] IReadOnlyList<Treatment> treatments, CallerAccess caller, ExperimentReader experiments, CancellationToken cancellation)
    {
        if (!caller.Caller.HasAny(Readers.Experiments))
        {
            return new Experiment?[treatments.Count];
        }

        var found = await experiments.ByKeysAsync([.. treatments.Select(t => t.ExperimentKey).Distinct()], cancellation);
        return [.. treatments.Select(t => found.GetValueOrDefault(t.ExperimentKey))];
    }
}

/// <summary>Evaluates flags for an account, as the marketplace's own code does; all of one operation by the same definitions, those that its snapshot of the database holds.</summary>
public sealed class FlagEvaluations(FlagSnapshotLoader loader, ExperimentsDbContext database, IExposureRecorder exposures, IEnumerable<IHostFlag> hostFlags)
{
    private FlagSnapshot? _definitions;

    /// <summary>The operation that begins may see later definitions than the one before it.</summary>
    public void BeginOperation() => _definitions = null;

    public async Task<IReadOnlyList<FlagEvaluation>> ForAsync(Account? account, IReadOnlyList<string>? keys, CancellationToken cancellation)
    {
        if (account is null)
        {
            return [];
        }

        var unit = AccountUnit.Of(account);
        var definitions = _definitions ??= await loader.AsSeenByAsync(database, cancellation);
        var evaluations = new List<FlagEvaluation>();
        foreach (var key in keys ?? definitions.Keys)
        {
            // A key that no flag has is left out: a client may ask for a flag that is not there yet.
            if (definitions.TryEvaluate(key, unit, out var evaluation))
            {
                // Whoever reads all flags has met no price and no reward yet; where the marketplace decides by a flag, it says so itself.
                if (evaluation.Treatment is { } arm && (keys is not null || hostFlags.All(flag => flag.FlagKey != key)))
                {
                    exposures.Record(arm, unit.UserId);
                }

                evaluations.Add(new FlagEvaluation(key, evaluation.Variant, evaluation.Configuration, evaluation.Reason));
            }
        }

        return evaluations;
    }
}

[QueryType]
public static class FlagQueries
{
    [Authorize(Policy = Policies.ExperimentReader)]
    [ListSize(AssumedSize = 100)]
    public static Task<IReadOnlyList<Flag>> GetFlagsAsync(FlagReader flags, CancellationToken cancellation) => flags.ListAsync(cancellation);

    [Authorize(Policy = Policies.ExperimentReader)]
    public static Task<Flag?> GetFlagAsync(string key, FlagReader flags, CancellationToken cancellation) => flags.FindAsync(key, cancellation);
}
