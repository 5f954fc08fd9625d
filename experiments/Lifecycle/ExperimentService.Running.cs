using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <content>What decides who sees what: these also change the flag.</content>
public sealed partial class ExperimentService
{
    /// <summary>
    /// Starts a draft: its arms are written into the flag's allocation. A disabled flag is enabled with it, for whoever starts an experiment
    /// wants it to run; the audit log shows that the flag was off.
    /// </summary>
    /// <returns>
    /// The running experiment, or <see cref="Invalid"/> (an empty reason), <see cref="NotFound"/>, <see cref="VersionConflict"/>,
    /// <see cref="WrongState"/> (no draft; the flag is archived or has a running experiment; too few units to draw from) or <see cref="LayerFull"/>.
    /// </returns>
    public Task<Outcome<Experiment>> StartAsync(ExperimentChange request, CancellationToken cancellation)
        => MadeAsync(request, change => StartAsync(change, request, cancellation), cancellation);

    /// <summary>Stops a running experiment: what it wrote leaves the flag's allocation, everybody falls back to the flag's own rules, and the record stays.</summary>
    /// <returns>The stopped experiment, or <see cref="Invalid"/> (an empty reason), <see cref="NotFound"/>, <see cref="VersionConflict"/> or <see cref="WrongState"/>.</returns>
    public Task<Outcome<Experiment>> StopAsync(ExperimentChange request, CancellationToken cancellation)
        => MadeAsync(request, change => StopAsync(change, request, cancellation), cancellation);

    /// <summary>
    /// Changes the share of an experiment's block that is in use. While it runs traffic only grows: the arms' regions stay where they are, so
    /// nobody who is in moves or drops out. A draft's may be anything from 0 to 100 percent.
    /// </summary>
    /// <returns>
    /// The experiment, or <see cref="Invalid"/> (<c>traffic</c>: no percentage, or less than a running experiment has; an empty reason),
    /// <see cref="NotFound"/>, <see cref="VersionConflict"/> or <see cref="WrongState"/>.
    /// </returns>
    public Task<Outcome<Experiment>> ChangeTrafficAsync(ExperimentChange request, decimal traffic, CancellationToken cancellation)
        => MadeAsync(request, change => ChangeTrafficAsync(change, request, traffic, cancellation), cancellation);

    /// <summary>
    /// Gives everybody one arm's variant: it becomes the flag's default and the flag is enabled. A running experiment ends with it and its
    /// block is free again. The flag's own rules, which an experiment only sets aside, stay and still come before the default.
    /// </summary>
    /// <returns>
    /// The experiment, or <see cref="Invalid"/> (<c>variant</c>: no arm of it; an empty reason), <see cref="NotFound"/>, <see cref="VersionConflict"/>
    /// or <see cref="WrongState"/> (neither running nor stopped; the flag is archived, or another experiment runs on it).
    /// </returns>
    public Task<Outcome<Experiment>> RollOutAsync(ExperimentChange request, string variant, CancellationToken cancellation)
        => MadeAsync(request, change => RollOutAsync(change, request, variant, cancellation), cancellation);

    /// <summary>Makes a change, looks at what has come of it, and takes it back: nothing is saved, and nobody sees it.</summary>
    internal async Task<Outcome<PlayedChange>> PlayAsync(ExperimentChange request, PreviewedChange played, CancellationToken cancellation)
    {
        await using var change = await changes.BeginAsync(cancellation);
        var now = await change.SnapshotAsync(cancellation);
        var outcome = played.Action switch
        {
            ExperimentAction.Start => await StartAsync(change, request, cancellation),
            ExperimentAction.ChangeTraffic => await ChangeTrafficAsync(change, request, played.Traffic ?? -1, cancellation),
            ExperimentAction.Stop => await StopAsync(change, request, cancellation),
            ExperimentAction.RollOut => await RollOutAsync(change, request, played.Variant ?? "", cancellation),
            _ => new Invalid("action", "There is no such change."),
        };
        if (!outcome.Succeeded(out var experiment, out var refusal))
            return refusal;
        await change.Context.SaveChangesAsync(cancellation);
        var flag = await change.Context.Flags.AsNoTracking().SingleAsync(row => row.Key == experiment.FlagKey, cancellation);
        return new PlayedChange(now, await change.SnapshotAsync(cancellation), flag.ToFlag());
    }

    private async Task<Outcome<Experiment>> MadeAsync(ExperimentChange request, Func<StateChange, Task<Outcome<Experiment>>> make, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CheckReason(request) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var outcome = await make(change);
        if (outcome.Refusal is null)
            await change.CommitAsync(cancellation);
        return outcome;
    }

    private async Task<Outcome<Experiment>> StartAsync(StateChange change, ExperimentChange request, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(change, request, cancellation, ExperimentState.Draft);
        if (row is null)
            return refusal!;
        var flag = await change.Context.Flags.SingleAsync(candidate => candidate.Key == row.FlagKey, cancellation);
        if (flag.Archived)
            return new WrongState("ARCHIVED", $"The flag '{flag.Key}' is archived.");
        if (await OtherRunsAsync(change, row, cancellation) is { } other)
            return other;

        var before = (Experiment: row.ToExperiment(), Flag: flag.ToFlag());
        if (await assignment.WriteAsync(change, row, flag, cancellation) is { } refused)
            return refused;
        row.State = ExperimentState.Running;
        row.StartedAt = change.At;
        row.Version++;
        flag.Enabled = true;
        Record(change, request, "experiment.started", before, row, flag);
        return row.ToExperiment();
    }

    private static async Task<Outcome<Experiment>> StopAsync(StateChange change, ExperimentChange request, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(change, request, cancellation, ExperimentState.Running);
        if (row is null)
            return refusal!;
        var flag = await change.Context.Flags.SingleAsync(candidate => candidate.Key == row.FlagKey, cancellation);

        var before = (Experiment: row.ToExperiment(), Flag: flag.ToFlag());
        await ExperimentAssignment.RemoveAsync(change, row, flag, cancellation);
        row.State = ExperimentState.Stopped;
        row.StoppedAt = change.At;
        row.Version++;
        Record(change, request, "experiment.stopped", before, row, flag);
        return row.ToExperiment();
    }

    private static async Task<Outcome<Experiment>> ChangeTrafficAsync(StateChange change, ExperimentChange request, decimal traffic, CancellationToken cancellation)
    {
        if (ExperimentValidation.CheckTraffic(traffic) is { } problem)
            return problem;
        var (row, refusal) = await FindAsync(change, request, cancellation, ExperimentState.Draft, ExperimentState.Running);
        if (row is null)
            return refusal!;
        if (row.State == ExperimentState.Running && traffic <= row.Traffic)
            return new Invalid("traffic", $"It is {row.Traffic:0.####} percent, and only grows while the experiment runs: whoever is in it would drop out. Stop it instead.");

        var before = row.ToExperiment();
        if (row.State == ExperimentState.Running)
        {
            var flag = await change.Context.Flags.SingleAsync(candidate => candidate.Key == row.FlagKey, cancellation);
            var flagBefore = flag.ToFlag();
            await ExperimentAssignment.GrowAsync(change, row, flag, traffic, cancellation);
            row.Traffic = traffic;
            row.Version++;
            Record(change, request, "experiment.trafficChanged", (before, flagBefore), row, flag);
        }
        else
        {
            row.Traffic = traffic;
            row.Version++;
            Record(change, request, "experiment.trafficChanged", before, row);
        }

        return row.ToExperiment();
    }

    private static async Task<Outcome<Experiment>> RollOutAsync(StateChange change, ExperimentChange request, string variant, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(change, request, cancellation, ExperimentState.Running, ExperimentState.Stopped);
        if (row is null)
            return refusal!;
        if (row.Arms.All(arm => arm.Variant != variant))
            return new Invalid("variant", $"The experiment has no arm '{variant}'.");
        var flag = await change.Context.Flags.SingleAsync(candidate => candidate.Key == row.FlagKey, cancellation);
        if (flag.Archived)
            return new WrongState("ARCHIVED", $"The flag '{flag.Key}' is archived.");
        if (row.State == ExperimentState.Stopped && await OtherRunsAsync(change, row, cancellation) is { } other)
            return other;
        if (FlagDefinition.Parse(Mapping.FromJson<JsonElement>(flag.Definition)).Variants.All(known => known.Name != variant))
            return new Invalid("variant", $"The flag has no variant '{variant}' any more.");

        var before = (Experiment: row.ToExperiment(), Flag: flag.ToFlag());
        if (row.State == ExperimentState.Running)
        {
            await ExperimentAssignment.RemoveAsync(change, row, flag, cancellation);
            row.StoppedAt = change.At;
        }

        var definition = Mapping.FromJson<JsonObject>(flag.Definition);
        ExperimentRules.MakeDefault(definition, variant);
        flag.Definition = definition.ToJsonString();
        flag.Enabled = true;
        row.State = ExperimentState.RolledOut;
        row.Version++;
        Record(change, request, "experiment.rolledOut", before, row, flag);
        return row.ToExperiment();
    }

    private static async Task<WrongState?> OtherRunsAsync(StateChange change, ExperimentRow row, CancellationToken cancellation)
    {
        var other = await change.Context.Experiments
            .Where(candidate => candidate.FlagKey == row.FlagKey && candidate.State == ExperimentState.Running)
            .Select(candidate => candidate.Key)
            .FirstOrDefaultAsync(cancellation);
        return other is null ? null : new WrongState("RUNNING", $"The experiment '{other}' runs on the flag '{row.FlagKey}'; one runs at a time.");
    }
}
