using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.ApiKeys;

/// <summary>Reads keys for those who manage them; requests are judged by <see cref="Flags.FlagSnapshot.ApiKeys"/>.</summary>
public sealed class ApiKeyReader(ExperimentsDbContext context)
{
    /// <summary>The most that a list holds; revoked ones are kept for ever.</summary>
    public const int LongestList = 1000;

    /// <summary>Keys that are good, then those that were revoked, each newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation)
        => [.. (await context.ApiKeys.AsNoTracking().OrderBy(row => row.RevokedAt != null).ThenByDescending(row => row.Id).Take(LongestList).ToListAsync(cancellation))
            .Select(row => row.ToApiKey())];

    /// <summary>The keys with these numbers; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<long, ApiKey>> ByIdsAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
        => (await context.ApiKeys.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellation)).ToDictionary(row => row.Id, row => row.ToApiKey());
}

internal static class ApiKeyRows
{
    internal static ApiKey ToApiKey(this ApiKeyRow row) => new(row.Id, row.Name, row.CreatedAt, row.LastUsedAt, row.RevokedAt);
}
