using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;
using Flag = Experiments.Flags.Flag;

namespace Experiments.Lifecycle;

/// <summary>Creates, edits and archives flags.</summary>
public sealed class FlagService
{
    private readonly StateChanges changes;
    private readonly IReadOnlyDictionary<string, IHostFlag> hostFlags;

    internal FlagService(StateChanges changes, IEnumerable<IHostFlag> hostFlags)
    {
        this.changes = changes;
        this.hostFlags = hostFlags.ToDictionary(flag => flag.FlagKey, StringComparer.Ordinal);
    }

    /// <summary>Creates a flag.</summary>
    /// <returns>The flag, or <see cref="Invalid"/> (with the field at fault; <c>key</c> when it is taken).</returns>
    public async Task<Outcome<Flag>> CreateAsync(NewFlag flag, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(flag);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if ((FlagValidation.Check(flag) ?? Unreadable(flag.Key, flag.Variants, "variants", "configuration")) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        if (await change.Context.Flags.AnyAsync(row => row.Key == flag.Key, cancellation))
            return new Invalid("key", $"There is a flag with the key '{flag.Key}' already.");
        var created = Add(change, flag, actor);
        await change.CommitAsync(cancellation);
        return created;
    }

    /// <summary>
    /// Edits a flag. While an experiment runs on it, its allocation, its conditions and the configuration of variants that are arms stay as they are; it can be disabled and enabled, which
    /// takes the experiment out of effect and back.
    /// </summary>
    /// <returns>
    /// The flag, or <see cref="NotFound"/>, <see cref="VersionConflict"/>, <see cref="Invalid"/> (with the field at fault) or <see cref="WrongState"/>
    /// (archived, or a running experiment's allocation or arm).
    /// </returns>
    public async Task<Outcome<Flag>> UpdateAsync(FlagEdit edit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentException.ThrowIfNullOrWhiteSpace(edit.Actor, nameof(edit));
        if (!Words.IsKey(edit.Key))
            return new NotFound("flag", edit.Key);
        if ((FlagValidation.Reason(edit.Reason) ?? FlagEditing.CheckAlone(edit)) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var (row, refusal) = await FindAsync(change, edit.Key, edit.ExpectedVersion, cancellation);
        if (row is null)
            return refusal!;
        var running = await RunningAsync(change, row.Key, cancellation);
        var stored = Mapping.FromJson<JsonElement>(row.Definition);
        if (edit.Definition is { } definition)
        {
            if ((FlagEditing.CheckRunning(stored, definition, running) ?? Unreadable(row.Key, FlagDefinition.Parse(definition).Variants, "definition.variants", "configuration_value")) is { } wrong)
                return wrong;
        }

        var before = row.ToFlag();
        FlagEditing.Apply(edit, row, stored, running);
        row.Version++;
        row.UpdatedAt = change.At;
        var after = row.ToFlag();
        change.Record(edit.Actor, "flag.updated", "flag:" + row.Key, before, after, edit.Reason);
        await OverrideRules.LiftDroppedAsync(change, row, edit.Actor, edit.Reason, cancellation);
        await change.CommitAsync(cancellation);
        return after;
    }

    /// <summary>Puts a flag away for good: it evaluates as a disabled one, takes no new experiments and no edits.</summary>
    /// <returns>The flag, or <see cref="Invalid"/> (an empty reason), <see cref="NotFound"/>, <see cref="VersionConflict"/> or <see cref="WrongState"/> (archived already, or an experiment runs on it).</returns>
    public async Task<Outcome<Flag>> ArchiveAsync(FlagChange request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Actor, nameof(request));
        if (!Words.IsKey(request.Key))
            return new NotFound("flag", request.Key);
        if (FlagValidation.Reason(request.Reason) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var (row, refusal) = await FindAsync(change, request.Key, request.ExpectedVersion, cancellation);
        if (row is null)
            return refusal!;
        if (await RunningAsync(change, row.Key, cancellation) is { } running)
            return new WrongState("RUNNING", $"The experiment '{running.Key}' runs on this flag; stop it first.");

        var before = row.ToFlag();
        row.Archived = true;
        row.Version++;
        row.UpdatedAt = change.At;
        var after = row.ToFlag();
        change.Record(request.Actor, "flag.archived", "flag:" + row.Key, before, after, request.Reason);
        await change.CommitAsync(cancellation);
        return after;
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

    private static async Task<(FlagRow? Row, Refusal? Refusal)> FindAsync(StateChange change, string key, int expectedVersion, CancellationToken cancellation)
    {
        var row = await change.Context.Flags.SingleOrDefaultAsync(candidate => candidate.Key == key, cancellation);
        if (row is null)
            return (null, new NotFound("flag", key));
        if (row.Version != expectedVersion)
            return (null, new VersionConflict(row.Version));
        return row.Archived ? (null, new WrongState("ARCHIVED", $"The flag '{key}' is archived.")) : (row, null);
    }

    private static async Task<RunningArms?> RunningAsync(StateChange change, string flag, CancellationToken cancellation)
        => await change.Context.Experiments.AsNoTracking().Include(row => row.Arms).FirstOrDefaultAsync(row => row.FlagKey == flag && row.State == ExperimentState.Running, cancellation) is { } running
            ? new RunningArms(running.Key, [.. running.Arms.Select(arm => arm.Variant)])
            : null;

    private Invalid? Unreadable(string key, IReadOnlyList<FlagVariant> variants, string field, string member)
    {
        if (!hostFlags.TryGetValue(key, out var host))
            return null;
        foreach (var (index, variant) in variants.Index())
        {
            if (host.Problem(variant) is { } problem)
                return new Invalid($"{field}[{index}].{member}", $"'{variant.Name}': {problem}");
        }

        return null;
    }
}
