using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>The real units against which a change is played.</summary>
internal sealed class RecentlySeen(IEnumerable<IRecentUnits> recent, TimeProvider clock)
{
    private readonly IReadOnlyList<IRecentUnits> hosts = [.. recent];

    // Those whom the host knows come with groups and attributes; exposures add units that it does not know any more.
    internal async IAsyncEnumerable<UnitContext> ListAsync(
        ExperimentsDbContext context,
        ExperimentUnit kind,
        long[] experiments,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var since = clock.GetUtcNow() - FlagPreview.Window;
        var seen = new HashSet<ulong>();
        foreach (var host in hosts.Where(host => host.Unit == kind))
        {
            await foreach (var unit in host.SinceAsync(since, cancellation))
            {
                if (seen.Count == FlagPreview.MostUnits)
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
            if (seen.Count == FlagPreview.MostUnits)
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
}
