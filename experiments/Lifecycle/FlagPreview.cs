using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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

    private const int Batch = 5_000;
    private readonly IDbContextFactory<ExperimentsDbContext> contexts;
    private readonly IReadOnlyList<IRecentUnits> recent;
    private readonly IReadOnlyDictionary<string, IHostFlag> hostFlags;
    private readonly TimeProvider clock;

    internal FlagPreview(IDbContextFactory<ExperimentsDbContext> contexts, IEnumerable<IRecentUnits> recent, IEnumerable<IHostFlag> hostFlags, TimeProvider clock)
    {
        this.contexts = contexts;
        this.recent = [.. recent];
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

        var count = new Count(host);
        await foreach (var unit in SeenAsync(context, kind, ids, cancellation))
            await count.AddAsync(unit.UserId, now.Evaluate(unit.UserId, unit).Variant, then.Evaluate(unit.UserId, unit).Variant, cancellation);
        return await count.DoneAsync(cancellation);
    }

    private CompiledFlag Compiled(JsonElement definition, bool enabled) => new(FlagDefinition.Parse(definition), enabled, experiment: null, clock);

    // Those whom the host knows come with groups and attributes; exposures add units that it does not know any more.
    private async IAsyncEnumerable<UnitContext> SeenAsync(
        ExperimentsDbContext context,
        ExperimentUnit kind,
        long[] experiments,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var since = clock.GetUtcNow() - Window;
        var seen = new HashSet<ulong>();
        foreach (var host in recent.Where(host => host.Unit == kind))
        {
            await foreach (var unit in host.SinceAsync(since, cancellation))
            {
                if (seen.Count == MostUnits)
                    yield break;
                if (seen.Add(Fingerprint(unit.UserId)))
                    yield return unit;
            }
        }

        var exposed = context.Exposures.AsNoTracking()
            .Where(row => experiments.Contains(row.ExperimentId) && row.At >= since)
            .Select(row => row.Unit)
            .AsAsyncEnumerable();
        await foreach (var unit in exposed.WithCancellation(cancellation))
        {
            if (seen.Count == MostUnits)
                yield break;
            if (seen.Add(Fingerprint(unit)))
                yield return new UnitContext(unit);
        }
    }

    // Eight bytes a unit instead of its key: two of a million meet once in forty million previews.
    private static ulong Fingerprint(string unit)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(unit), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private sealed class Count(IHostFlag? host)
    {
        private readonly Dictionary<(string From, string To), int> moves = [];
        private readonly List<string> switching = [];
        private int units;
        private int quotes;

        internal async ValueTask AddAsync(string unit, string from, string to, CancellationToken cancellation)
        {
            units++;
            if (from == to)
                return;
            moves[(from, to)] = moves.GetValueOrDefault((from, to)) + 1;
            if (host is null)
                return;
            switching.Add(unit);
            if (switching.Count == Batch)
                await AskAsync(host, cancellation);
        }

        internal async Task<FlagChangePreview> DoneAsync(CancellationToken cancellation)
        {
            if (host is not null && switching.Count > 0)
                await AskAsync(host, cancellation);
            var listed = moves.Select(move => new VariantMove(move.Key.From, move.Key.To, move.Value))
                .OrderByDescending(move => move.Units).ThenBy(move => move.From, StringComparer.Ordinal).ThenBy(move => move.To, StringComparer.Ordinal);
            return new FlagChangePreview(units, moves.Values.Sum(), [.. listed], quotes);
        }

        private async Task AskAsync(IHostFlag host, CancellationToken cancellation)
        {
            quotes += await host.OpenQuotesAsync(switching, cancellation);
            switching.Clear();
        }
    }
}
