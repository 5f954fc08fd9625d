using Experiments.Database;
using Microsoft.EntityFrameworkCore;
using Flag = Experiments.Flags.Flag;

namespace Experiments.Lifecycle;

/// <summary>Creates flags.</summary>
public sealed class FlagService
{
    private readonly StateChanges changes;

    internal FlagService(StateChanges changes) => this.changes = changes;

    /// <summary>Creates a flag.</summary>
    /// <returns>The flag, or <see cref="Invalid"/> (with the field at fault; <c>key</c> when it is taken).</returns>
    public async Task<Outcome<Flag>> CreateAsync(NewFlag flag, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(flag);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (FlagValidation.Check(flag) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        if (await change.Context.Flags.AnyAsync(row => row.Key == flag.Key, cancellation))
            return new Invalid("key", $"There is a flag with the key '{flag.Key}' already.");
        var created = Add(change, flag, actor);
        await change.CommitAsync(cancellation);
        return created;
    }

    internal static Flag Add(StateChange change, NewFlag flag, string actor)
    {
        var row = new FlagRow
        {
            Key = flag.Key,
            Description = flag.Description,
            Enabled = flag.Enabled,
            Archived = false,
            Definition = ExperimentRules.NewDefinition(flag).ToJsonString(),
            Version = 1,
            UpdatedAt = change.At,
        };
        change.Context.Flags.Add(row);
        var created = row.ToFlag();
        change.Record(actor, "flag.created", "flag:" + flag.Key, before: null, created, reason: null);
        return created;
    }
}
