using Marketplace.Database;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Plans;

public sealed class MembershipReader(MarketplaceDbContext database)
{
    public async Task<IReadOnlyDictionary<long, Membership>> ByAccountsAsync(IEnumerable<long> accounts, CancellationToken cancellation)
    {
        var wanted = accounts.Distinct().ToArray();
        return await database.Memberships.Where(m => wanted.Contains(m.AccountId)).ToDictionaryAsync(m => m.AccountId, cancellation);
    }

    public Task<Membership> OfAsync(AccountId account, CancellationToken cancellation) => database.Memberships.FirstAsync(m => m.AccountId == account.Value, cancellation);
}
