using Marketplace.Database;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Books;

/// <summary>After each step: every lot, every line, every balance is the model's; every so often the books are re-added as a whole.</summary>
internal sealed partial class BooksPlay
{
    private async Task CompareAsync(string where)
    {
        await using var database = await market.Services.GetRequiredService<IDbContextFactory<MarketplaceDbContext>>().CreateDbContextAsync();
        var lots = (await database.Lots.ToListAsync()).ToLookup(l => l.AccountId);
        var lines = (await database.Transactions.ToListAsync()).ToLookup(l => l.AccountId);
        var wallets = await WalletsAsync();
        foreach (var talent in talents)
        {
            var (id, wallet) = (talent.Talent.Id, talent.Wallet);
            var name = $"{where}, {talent.Talent.DisplayName}";
            lots[id].OrderBy(l => l.Number).Select(l => (l.Kind == LotKind.Paid, l.Origin, l.Amount, l.Remaining, l.IssuedAt, l.ExpiresAt))
                .ShouldBe(wallet.Lots.Select(l => (l.Paid, l.Origin, l.Amount, l.Remaining, l.IssuedAt, l.ExpiresAt)), name);
            lines[id].OrderBy(l => l.Number).Select(l => new PlainLine(l.Kind, l.Connects, l.ConnectsAfter, l.Cash, l.CashAfter, l.EffectiveAt)).ShouldBe(wallet.Lines, name);
            wallets[(id, "CONNECTS")].ShouldBe((wallet.Booked, wallet.Shortfall), name);
            wallets[(id, "USD")].ShouldBe((wallet.Cash, 0L), name);
        }
    }

    private async Task CheckBooksAsync(string where)
    {
        var health = await market.HealthAsync();
        health.Discrepancies.ShouldBeEmpty(where);
        var all = talents.Select(t => t.Wallet).ToList();
        (health.ConnectsIssued, health.ConnectsOutstanding, health.ConnectsSpent, health.ConnectsExpired, health.ConnectsForfeited)
            .ShouldBe((all.Sum(w => w.Issued), all.Sum(w => w.Booked), all.Sum(w => w.Spent), all.Sum(w => w.Expired), all.Sum(w => w.Forfeited)), where);
        health.ConnectsIssued.ShouldBe(health.ConnectsOutstanding + health.ConnectsSpent + health.ConnectsExpired + health.ConnectsForfeited, where);
        // What the books' own constraints say too, said from outside.
        (await market.AsOwnerAsync<long>("""
            select (select count(*) from marketplace.slice where returned > spent)
                 + (select count(*) from marketplace.lot where remaining not between 0 and amount)
                 + (select count(*) from (select 1 from marketplace.ledger_transaction where kind = 'EXPIRY' group by account_id, lot_number having count(*) > 1) a)
                 + (select count(*) from marketplace.ledger_transaction t join marketplace.ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number
                    join marketplace.lot l on l.account_id = e.account_id and l.number = e.chain where t.kind = 'SPEND' and t.effective_at >= l.expires_at)
            """)).ShouldBe(0, where);
        foreach (var wallet in all)
        {
            // RWD-04, of the history alone: what interviews brought in any seven days, but for the draws.
            var credits = wallet.Lines.Where(l => l.Kind is TransactionKind.InterviewRefund or TransactionKind.InterviewAward).ToList();
            credits.ShouldAllBe(c => credits.Where(l => l.At > c.At.AddDays(-7) && l.At <= c.At).Sum(l => l.Connects) <= 50, where);
        }
    }

    private async Task<Dictionary<(long, string), (long, long)>> WalletsAsync()
    {
        await using var command = market.Source.CreateCommand("select account_id, asset, paid + free, shortfall from marketplace.wallet");
        await using var reader = await command.ExecuteReaderAsync();
        var wallets = new Dictionary<(long, string), (long, long)>();
        while (await reader.ReadAsync())
            wallets[(reader.GetInt64(0), reader.GetString(1))] = (reader.GetInt64(2), reader.GetInt64(3));
        return wallets;
    }
}
