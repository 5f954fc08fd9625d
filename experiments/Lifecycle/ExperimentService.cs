using System.Text.Json.Nodes;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Leads experiments through their life. A change is committed with its audit entries, and seen on this node, when its method returns.</summary>
public sealed class ExperimentService
{
    private readonly StateChanges changes;
    private readonly ExperimentAssignment assignment;

    internal ExperimentService(StateChanges changes, ExperimentAssignment assignment)
    {
        this.changes = changes;
        this.assignment = assignment;
    }

    /// <summary>Drafts an experiment. Several drafts may wait on one flag, and a draft reserves nothing in its layer.</summary>
    /// <returns>
    /// The draft, or <see cref="Invalid"/> (with the field at fault; <c>key</c> when it is taken), <see cref="NotFound"/> (the flag), or
    /// <see cref="LayerFull"/> when what runs in the layer now leaves no block of that size.
    /// </returns>
    public async Task<Outcome<Experiment>> CreateAsync(NewExperiment experiment, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (ExperimentValidation.CheckAlone(experiment) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var outcome = await ExperimentDrafting.AddAsync(change, experiment, actor, cancellation);
        if (outcome.Refusal is null)
            await change.CommitAsync(cancellation);
        return outcome;
    }

    /// <summary>
    /// Starts a draft: its arms are written into the flag's allocation. A disabled flag is enabled with it, for whoever starts an experiment
    /// wants it to run; the audit log shows that the flag was off.
    /// </summary>
    /// <returns>
    /// The running experiment, or <see cref="Invalid"/> (an empty reason), <see cref="NotFound"/>, <see cref="VersionConflict"/>,
    /// <see cref="WrongState"/> (no draft; the flag is archived or has a running experiment; too few units to draw from) or <see cref="LayerFull"/>.
    /// </returns>
    public async Task<Outcome<Experiment>> StartAsync(ExperimentChange request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CheckReason(request) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var (row, refusal) = await FindAsync(change, request, ExperimentState.Draft, cancellation);
        if (row is null)
            return refusal!;
        var flag = await change.Context.Flags.SingleAsync(candidate => candidate.Key == row.FlagKey, cancellation);
        if (flag.Archived)
            return new WrongState("ARCHIVED", $"The flag '{flag.Key}' is archived.");
        var other = await change.Context.Experiments
            .Where(candidate => candidate.FlagKey == row.FlagKey && candidate.State == ExperimentState.Running)
            .Select(candidate => candidate.Key)
            .FirstOrDefaultAsync(cancellation);
        if (other is not null)
            return new WrongState("RUNNING", $"The experiment '{other}' runs on the flag '{flag.Key}'; one runs at a time.");

        var before = (Experiment: row.ToExperiment(), Flag: flag.ToFlag());
        if (await assignment.WriteAsync(change, row, flag, cancellation) is { } refused)
            return refused;
        row.State = ExperimentState.Running;
        row.StartedAt = change.At;
        row.Version++;
        flag.Enabled = true;
        Record(change, request, "experiment.started", before, row, flag);
        await change.CommitAsync(cancellation);
        return row.ToExperiment();
    }

    /// <summary>Stops a running experiment: what it wrote leaves the flag's allocation, everybody falls back to the flag's own rules, and the record stays.</summary>
    /// <returns>The stopped experiment, or <see cref="Invalid"/> (an empty reason), <see cref="NotFound"/>, <see cref="VersionConflict"/> or <see cref="WrongState"/>.</returns>
    public async Task<Outcome<Experiment>> StopAsync(ExperimentChange request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CheckReason(request) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var (row, refusal) = await FindAsync(change, request, ExperimentState.Running, cancellation);
        if (row is null)
            return refusal!;
        var flag = await change.Context.Flags.SingleAsync(candidate => candidate.Key == row.FlagKey, cancellation);

        var before = (Experiment: row.ToExperiment(), Flag: flag.ToFlag());
        await ExperimentAssignment.RemoveAsync(change, row, flag, cancellation);
        row.State = ExperimentState.Stopped;
        row.StoppedAt = change.At;
        row.Version++;
        Record(change, request, "experiment.stopped", before, row, flag);
        await change.CommitAsync(cancellation);
        return row.ToExperiment();
    }

    private static Invalid? CheckReason(ExperimentChange request)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Actor, nameof(request));
        return string.IsNullOrWhiteSpace(request.Reason) ? new Invalid("reason", "Say why, for those who read the audit log.") : null;
    }

    private static async Task<(ExperimentRow? Row, Refusal? Refusal)> FindAsync(
        StateChange change,
        ExperimentChange request,
        ExperimentState needed,
        CancellationToken cancellation)
    {
        var row = await change.Context.Experiments
            .Include(candidate => candidate.Arms)
            .Include(candidate => candidate.Layer)
            .SingleOrDefaultAsync(candidate => candidate.Key == request.Key, cancellation);
        if (row is null)
            return (null, new NotFound("experiment", request.Key));
        if (row.Version != request.ExpectedVersion)
            return (null, new VersionConflict(row.Version));
        var state = ScreamingSnake.Write(row.State);
        return row.State == needed
            ? (row, null)
            : (null, new WrongState(state, $"The experiment is {state}; it would have to be {ScreamingSnake.Write(needed)}."));
    }

    private static void Record(StateChange change, ExperimentChange request, string action, (Experiment Experiment, Flag Flag) before, ExperimentRow row, FlagRow flag)
    {
        // The definition says whether it is on: services that read it elsewhere know nothing of our column.
        var definition = Mapping.FromJson<JsonObject>(flag.Definition);
        definition["enabled"] = flag.Enabled;
        flag.Definition = definition.ToJsonString();
        flag.Version++;
        flag.UpdatedAt = change.At;
        change.Record(request.Actor, action, "experiment:" + row.Key, before.Experiment, row.ToExperiment(), request.Reason);
        change.Record(request.Actor, action, "flag:" + flag.Key, before.Flag, flag.ToFlag(), request.Reason);
    }
}
