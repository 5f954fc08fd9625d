using System.Collections.Concurrent;
using Marketplace.Simulation.Model;

namespace Marketplace.Simulation.Stages;

/// <summary>What the services refused, by what was asked. Some refusals are part of life; every other one is a defect of the model.</summary>
internal sealed class Refusals
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Count(string what, Refusal refusal) => _counts.AddOrUpdate($"{what}: {refusal.GetType().Name}", 1, (_, count) => count + 1);

    public static InvalidOperationException Unexpected(string what, Person who, Refusal refusal) =>
        new($"{who.Name} ({who.Account}) could not {what}: {refusal.Message}");
}
