using Experiments.Database;
using Microsoft.EntityFrameworkCore;
using Flag = Experiments.Flags.Flag;

namespace Experiments.Lifecycle;

/// <summary>Reads flags from the database, for those who manage them; evaluation reads the snapshot.</summary>
public sealed class FlagReader(ExperimentsDbContext context)
{
    /// <summary>Every flag, archived ones too, by key.</summary>
    public async Task<IReadOnlyList<Flag>> ListAsync(CancellationToken cancellation)
        => [.. (await context.Flags.AsNoTracking().OrderBy(row => row.Key).ToListAsync(cancellation)).Select(row => row.ToFlag())];

    /// <summary>The flag with this key, or null.</summary>
    public async Task<Flag?> FindAsync(string key, CancellationToken cancellation)
        => Words.IsKey(key) ? (await context.Flags.AsNoTracking().SingleOrDefaultAsync(row => row.Key == key, cancellation))?.ToFlag() : null;

    /// <summary>The flags with these keys; unknown keys are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Flag>> ByKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
        => (await context.Flags.AsNoTracking().Where(row => keys.Contains(row.Key)).ToListAsync(cancellation))
            .ToDictionary(row => row.Key, row => row.ToFlag(), StringComparer.Ordinal);
}
