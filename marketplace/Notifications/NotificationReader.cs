using Marketplace.Database;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Notifications;

/// <summary>Reads an account's bell, newest first, and marks what was read.</summary>
public sealed class NotificationReader(MarketplaceDbContext database, TimeProvider clock)
{
    public async Task<IReadOnlyDictionary<OwnedId, Notification>> ByIdsAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.Notifications.Where(n => accounts.Contains(n.AccountId) && numbers.Contains(n.Number)).ToListAsync(cancellation);
        return rows.Where(n => ids.Contains(n.Id)).ToDictionary(n => n.Id);
    }

    public Task<Page<Notification>> OfAsync(AccountId account, bool unreadOnly, PageRequest page, CancellationToken cancellation) =>
        Of(account, unreadOnly).By(n => n.Number, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> CountAsync(AccountId account, bool unreadOnly, CancellationToken cancellation) => Of(account, unreadOnly).CountAsync(cancellation);

    /// <summary>Marks them read; what was read before keeps its instant.</summary>
    public async Task MarkReadAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var account in ids.GroupBy(i => i.AccountId, i => i.Number))
        {
            var numbers = account.ToArray();
            await database.Notifications.Where(n => n.AccountId == account.Key && numbers.Contains(n.Number) && n.ReadAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(n => n.ReadAt, now), cancellation);
        }
    }

    private IQueryable<Notification> Of(AccountId account, bool unreadOnly) => database.Notifications.Where(n => n.AccountId == account.Value && (!unreadOnly || n.ReadAt == null));
}
