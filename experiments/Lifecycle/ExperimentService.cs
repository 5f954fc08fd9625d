using System.Text.Json.Nodes;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Leads experiments through their life. A change is committed with its audit entries, and seen on this node, when its method returns.</summary>
public sealed partial class ExperimentService
{
    internal const int LongestReason = 2_000;

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
    /// Edits an experiment: everything of a draft; of a running one its words, metrics and guardrails, for who is in which arm is settled.
    /// What is given as it is already is no edit.
    /// </summary>
    /// <returns>
    /// The experiment, or <see cref="Invalid"/> (with the field at fault), <see cref="NotFound"/>, <see cref="VersionConflict"/> or
    /// <see cref="WrongState"/> (it has ended; or it runs and arms or audience would change).
    /// </returns>
    public async Task<Outcome<Experiment>> UpdateAsync(ExperimentEdit edit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(edit);
        if (CheckReason(edit.Change) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var (row, refusal) = await FindAsync(change, edit.Change, cancellation, ExperimentState.Draft, ExperimentState.Running);
        if (row is null)
            return refusal!;
        var before = row.ToExperiment();
        if (await ExperimentEditing.ApplyAsync(change, row, edit, cancellation) is { } refused)
            return refused;
        row.Version++;
        Record(change, edit.Change, "experiment.updated", before, row);
        await change.CommitAsync(cancellation);
        return row.ToExperiment();
    }

    /// <summary>Puts a stopped experiment away. Its record and its results stay.</summary>
    /// <returns>The archived experiment, or <see cref="Invalid"/> (an empty reason), <see cref="NotFound"/>, <see cref="VersionConflict"/> or <see cref="WrongState"/>.</returns>
    public async Task<Outcome<Experiment>> ArchiveAsync(ExperimentChange request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CheckReason(request) is { } problem)
            return problem;

        await using var change = await changes.BeginAsync(cancellation);
        var (row, refusal) = await FindAsync(change, request, cancellation, ExperimentState.Stopped);
        if (row is null)
            return refusal!;
        var before = row.ToExperiment();
        row.State = ExperimentState.Archived;
        row.Version++;
        Record(change, request, "experiment.archived", before, row);
        await change.CommitAsync(cancellation);
        return row.ToExperiment();
    }

    private static Invalid? CheckReason(ExperimentChange request)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Actor, nameof(request));
        return string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason
            ? new Invalid("reason", $"Say why, for those who read the audit log, in at most {LongestReason:N0} characters.")
            : null;
    }

    private static async Task<(ExperimentRow? Row, Refusal? Refusal)> FindAsync(
        StateChange change,
        ExperimentChange request,
        CancellationToken cancellation,
        params ExperimentState[] needed)
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
        return needed.Contains(row.State)
            ? (row, null)
            : (null, new WrongState(state, $"The experiment is {state}; it would have to be {string.Join(" or ", needed.Select(ScreamingSnake.Write))}."));
    }

    private static void Record(StateChange change, ExperimentChange request, string action, Experiment before, ExperimentRow row)
        => change.Record(request.Actor, action, "experiment:" + row.Key, before, row.ToExperiment(), request.Reason);

    private static void Record(StateChange change, ExperimentChange request, string action, (Experiment Experiment, Flag Flag) before, ExperimentRow row, FlagRow flag)
    {
        // The definition says whether it is on: services that read it elsewhere know nothing of our column.
        var definition = Mapping.FromJson<JsonObject>(flag.Definition);
        definition["enabled"] = flag.Enabled;
        flag.Definition = definition.ToJsonString();
        flag.Version++;
        flag.UpdatedAt = change.At;
        Record(change, request, action, before.Experiment, row);
        change.Record(request.Actor, action, "flag:" + flag.Key, before.Flag, flag.ToFlag(), request.Reason);
    }
}
