using System.Text.Json;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;
using Flag = Experiments.Flags.Flag;

namespace Experiments.Lifecycle;

/// <summary>A change of an experiment that decides who sees what.</summary>
public enum ExperimentAction
{
    /// <summary>Its arms begin to decide.</summary>
    Start,

    /// <summary>More of its part of the layer is used.</summary>
    ChangeTraffic,

    /// <summary>The flag falls back to its own rules.</summary>
    Stop,

    /// <summary>One arm's variant becomes the flag's default.</summary>
    RollOut,
}

/// <summary>A change to be played.</summary>
/// <param name="Action">Which.</param>
/// <param name="Traffic">What traffic would be, 0 to 100; for <see cref="ExperimentAction.ChangeTraffic"/> alone.</param>
/// <param name="Variant">The arm; for <see cref="ExperimentAction.RollOut"/> alone.</param>
public sealed record PreviewedChange(ExperimentAction Action, decimal? Traffic = null, string? Variant = null);

/// <summary>What would change for real units if an experiment were changed.</summary>
/// <param name="Units">How many units were looked at: all there are where they are few, otherwise those seen in the last 30 days.</param>
/// <param name="Switching">How many of them would get another variant.</param>
/// <param name="Moves">From which variant to which, the largest first.</param>
/// <param name="OpenQuotesAffected">What was promised to the switching ones under the flag and is still open; promises are kept.</param>
/// <param name="Arms">Units in each arm.</param>
/// <param name="ChangingSides">Units that are in one arm and would be in another.</param>
/// <param name="Enabled">Whether the flag would be on.</param>
/// <param name="Definition">The flag's definition as it would be.</param>
public sealed record ExperimentChangePreview(
    int Units, int Switching, IReadOnlyList<VariantMove> Moves, int OpenQuotesAffected, IReadOnlyList<ArmPreview> Arms, int ChangingSides, bool Enabled, JsonElement Definition);

/// <summary>Units in an arm.</summary>
/// <param name="Variant">The arm.</param>
/// <param name="Now">How many are in it.</param>
/// <param name="Then">How many would be.</param>
public sealed record ArmPreview(string Variant, int Now, int Then);

/// <summary>The flags before and after a change that was taken back.</summary>
internal sealed record PlayedChange(FlagSnapshot Now, FlagSnapshot Then, Flag Flag);

/// <summary>Plays changes of experiments against real units. The change itself is made and taken back, so what is shown is what would happen; nothing is saved.</summary>
public sealed class ExperimentPreview
{
    private readonly ExperimentService experiments;
    private readonly IDbContextFactory<ExperimentsDbContext> contexts;
    private readonly RecentlySeen seen;
    private readonly IReadOnlyList<IUnitInventory> inventories;
    private readonly IReadOnlyDictionary<string, IHostFlag> hostFlags;

    internal ExperimentPreview(
        ExperimentService experiments, IDbContextFactory<ExperimentsDbContext> contexts, RecentlySeen seen, IEnumerable<IUnitInventory> inventories, IEnumerable<IHostFlag> hostFlags)
    {
        (this.experiments, this.contexts, this.seen, this.inventories) = (experiments, contexts, seen, [.. inventories]);
        this.hostFlags = hostFlags.ToDictionary(flag => flag.FlagKey, StringComparer.Ordinal);
    }

    /// <summary>Counts who would be in which arm, and who would get another variant.</summary>
    /// <param name="experiment">As it was read: a change made meanwhile refuses the preview too.</param>
    /// <param name="change">What would be done.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <returns>The preview, or what the change itself would be refused with.</returns>
    public async Task<Outcome<ExperimentChangePreview>> PreviewAsync(Experiment experiment, PreviewedChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(change);
        var request = new ExperimentChange(experiment.Key, experiment.Version, "preview", "Played and taken back.");
        if (!(await experiments.PlayAsync(request, change, cancellation)).Succeeded(out var played, out var refusal))
            return refusal;

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var count = new SwitchCount(hostFlags.GetValueOrDefault(experiment.FlagKey));
        var arms = experiment.Arms.ToDictionary(arm => arm.Variant, _ => (Now: 0, Then: 0), StringComparer.Ordinal);
        var changingSides = 0;
        await foreach (var unit in UnitsAsync(context, experiment, cancellation))
        {
            var now = played.Now.Evaluate(experiment.FlagKey, unit);
            var then = played.Then.Evaluate(experiment.FlagKey, unit);
            await count.AddAsync(unit.UserId, now.Variant, then.Variant, cancellation);
            var from = ArmOf(now, experiment);
            var to = ArmOf(then, experiment);
            if (from is not null)
                arms[from] = arms[from] with { Now = arms[from].Now + 1 };
            if (to is not null)
                arms[to] = arms[to] with { Then = arms[to].Then + 1 };
            if (from is not null && to is not null && from != to)
                changingSides++;
        }

        await count.EndAsync(cancellation);
        return new ExperimentChangePreview(
            count.Units,
            count.Switching,
            count.Moves,
            count.OpenQuotes,
            [.. experiment.Arms.Select(arm => new ArmPreview(arm.Variant, arms[arm.Variant].Now, arms[arm.Variant].Then))],
            changingSides,
            played.Flag.Enabled,
            played.Flag.Definition);
    }

    private static string? ArmOf(Evaluation evaluation, Experiment experiment)
        => evaluation.Treatment is { } treatment && treatment.ExperimentKey == experiment.Key ? treatment.Variant : null;

    private async IAsyncEnumerable<UnitContext> UnitsAsync(
        ExperimentsDbContext context, Experiment experiment, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (inventories.FirstOrDefault(inventory => inventory.Unit == experiment.Unit) is { } few)
        {
            foreach (var unit in await few.ListAsync(cancellation))
                yield return new UnitContext(unit.Unit);
            yield break;
        }

        await foreach (var unit in seen.ListAsync(context, experiment.Unit, [experiment.Id], cancellation))
            yield return unit;
    }
}
