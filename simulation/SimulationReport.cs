using Experiments.Analysis;
using Marketplace.Simulation.Stages;
using Marketplace.Simulation.Truth;
using Marketplace.Wallets;

namespace Marketplace.Simulation;

/// <summary>What was made, and what is true of it.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The last.</param>
/// <param name="Made">How many of what: accounts, jobs, proposals and so on, in the order of telling.</param>
/// <param name="Experiments">The true effects.</param>
/// <param name="Found">What the analysis says of each experiment at the end, by its key.</param>
/// <param name="Breaches">The limits that each experiment has passed, by its key.</param>
/// <param name="Health">The books afterwards.</param>
/// <param name="Refusals">What the services refused on the way, such as declined cards.</param>
/// <param name="Timings">What the time was spent on.</param>
/// <param name="Played">How long the play took.</param>
/// <param name="TruthTook">How long the truth took.</param>
/// <param name="Example">A talent with a long history: the account's id.</param>
public sealed record SimulationReport(
    SimulationOptions Options, DateTimeOffset From, DateTimeOffset Until, IReadOnlyDictionary<string, long> Made, IReadOnlyList<TrueExperiment> Experiments,
    IReadOnlyDictionary<string, ExperimentResults> Found, ILookup<string, GuardrailBreach> Breaches, LedgerHealth Health, IReadOnlyDictionary<string, int> Refusals, IReadOnlyDictionary<string, Timing> Timings, TimeSpan Played, TimeSpan TruthTook, AccountId Example)
{
    public double ProposalsPerSecond => Made["proposals"] / Played.TotalSeconds;
}
