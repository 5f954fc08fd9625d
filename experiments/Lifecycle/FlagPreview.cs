using System.Text.Json;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;
using Flag = Experiments.Flags.Flag;

namespace Experiments.Lifecycle;

/// <summary>What would change for real, recently seen units if a definition were saved.</summary>
/// <param name="Units">How many units were looked at.</param>
/// <param name="Switching">How many of them would get another variant.</param>
/// <param name="Moves">From which variant to which, the largest first.</param>
/// <param name="OpenQuotesAffected">What was promised to the switching ones under the flag and is still open.</param>
public sealed record FlagChangePreview(int Units, int Switching, IReadOnlyList<VariantMove> Moves, int OpenQuotesAffected);

/// <summary>Units that would switch.</summary>
/// <param name="From">The variant they have.</param>
/// <param name="To">The variant they would have.</param>
/// <param name="Units">How many.</param>
public sealed record VariantMove(string? From, string? To, int Units);

/// <summary>Plays a definition against the units seen in the last 30 days. Nothing is saved.</summary>
public sealed class FlagPreview
{
    /// <summary>How far back units are looked for.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>More units than this are not looked at: what is true of a million is true of the rest.</summary>
    public const int MostUnits = 1_000_000;

    private readonly IDbContextFactory<ExperimentsDbContext> contexts;
    private readonly RecentlySeen seen;
    private readonly IReadOnlyDictionary<string, IHostFlag> hostFlags;
    private readonly TimeProvider clock;

    internal FlagPreview(IDbContextFactory<ExperimentsDbContext> contexts, RecentlySeen seen, IEnumerable<IHostFlag> hostFlags, TimeProvider clock)
    {
        this.contexts = contexts;
        this.seen = seen;
        this.hostFlags = hostFlags.ToDictionary(flag => flag.FlagKey, StringComparer.Ordinal);
        this.clock = clock;
    }

    /// <summary>Counts who would switch.</summary>
    /// <returns>The preview, or <see cref="Invalid"/> when the definition could not be saved.</returns>
    public async Task<Outcome<FlagChangePreview>> PreviewAsync(Flag flag, JsonElement definition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(flag);
        if (DefinitionValidation.Check(definition, flag.Key) is { } problem)
            return problem;
        var now = Compiled(flag.Definition, flag.Enabled && !flag.Archived);
        var then = Compiled(definition, definition.GetProperty("enabled").GetBoolean() && !flag.Archived);

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var experiments = await context.Experiments.AsNoTracking().Where(row => row.FlagKey == flag.Key).OrderByDescending(row => row.Id).Select(row => new { row.Id, row.Unit }).ToListAsync(cancellation);
        var host = hostFlags.GetValueOrDefault(flag.Key);
        // What a flag of nobody's decides about is what its latest experiment was about.
        var kind = host?.Unit ?? experiments.FirstOrDefault()?.Unit ?? ExperimentUnit.Account;
        var ids = experiments.Where(row => row.Unit == kind).Select(row => row.Id).ToArray();

        var count = new SwitchCount(host);
        await foreach (var unit in seen.ListAsync(context, kind, ids, cancellation))
            await count.AddAsync(unit.UserId, now.Evaluate(unit.UserId, unit).Variant, then.Evaluate(unit.UserId, unit).Variant, cancellation);
        await count.EndAsync(cancellation);
        return new FlagChangePreview(count.Units, count.Switching, count.Moves, count.OpenQuotes);
    }

    private CompiledFlag Compiled(JsonElement definition, bool enabled) => new(FlagDefinition.Parse(definition), enabled, experiment: null, clock);
}
