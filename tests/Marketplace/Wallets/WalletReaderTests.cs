using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class WalletReaderTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task The_balance_at_an_instant_is_what_could_be_spent_then_swept_or_not()
    {
        var talent = await marketplace.FreelancerAsync();
        var bought = (await marketplace.BuyAsync(talent, 20)).Lot!;
        await marketplace.AdvanceAsync(TimeSpan.FromDays(100));
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(await marketplace.ClientAsync(), 5000));
        var spent = (await marketplace.HistoryAsync(talent))[0].EffectiveAt;

        var before = await BalancesAsync(talent, bought, spent);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(400));
        var unswept = await BalancesAsync(talent, bought, spent);
        await marketplace.RunAsync("expire-connects");
        var swept = await BalancesAsync(talent, bought, spent);

        before.ShouldBe([0, 0, 20, 20, 12, 12, 0, 0]);
        unswept.ShouldBe(before);
        swept.ShouldBe(before);
    }

    [Fact]
    public async Task SPD_01_SPD_02_the_preview_names_the_lots_that_the_spend_then_takes()
    {
        var talent = await marketplace.FreelancerAsync();
        var now = marketplace.Clock.GetUtcNow();
        await marketplace.GrantAsync(talent, LotKind.Free, 3, now.AddDays(1));
        await marketplace.GrantAsync(talent, LotKind.Paid, 3, now.AddDays(20));
        await marketplace.GrantAsync(talent, LotKind.Paid, 3, now.AddDays(10));
        await marketplace.GrantAsync(talent, LotKind.Paid, 50, now.AddSeconds(-1));

        var preview = await PreviewAsync(talent, 8);
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(await marketplace.ClientAsync(), 5000));

        var line = (await marketplace.HistoryAsync(talent)).First(l => l.Kind == TransactionKind.Spend);
        var taken = (await marketplace.With<WalletReader, ILookup<OwnedId, LotShare>>(w => w.LotSharesAsync([line.Id], CancellationToken.None)))[line.Id];
        preview.Select(s => (s.Lot.Number, s.Connects)).ShouldBe(taken.Select(s => (s.Lot.Number, s.Connects)));
        preview.Sum(s => s.Connects).ShouldBe(8);
    }

    [Fact]
    public async Task The_preview_of_more_than_there_is_or_of_nothing_is_empty()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);

        (await PreviewAsync(talent, 10)).ShouldHaveSingleItem().Connects.ShouldBe(10);
        (await PreviewAsync(talent, 11)).ShouldBeEmpty();
        (await PreviewAsync(talent, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task EXP_06_what_ends_within_some_days_is_counted_and_what_ends_later_or_has_ended_is_not()
    {
        var talent = await marketplace.FreelancerAsync();
        var now = marketplace.Clock.GetUtcNow();
        foreach (var (connects, days) in new[] { (1, -1), (2, 5), (4, 29), (8, 31) })
            await marketplace.GrantAsync(talent, LotKind.Free, connects, now.AddDays(days));

        (await marketplace.With<WalletReader, long>(w => w.ExpiringWithinAsync(talent.AccountId, 30, CancellationToken.None))).ShouldBe(6);
    }

    [Fact]
    public async Task HIS_01_the_history_filters_by_kind_and_by_time_to_the_instant()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(1));
        var client = await marketplace.ClientAsync();
        var job = await marketplace.JobAsync(client);
        await marketplace.SubmitAsync(talent, job);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(1));
        await marketplace.CloseAsync(client, job);
        var all = await HistoryAsync(talent, new HistoryFilter(null, null, null));

        all.Select(l => (l.Kind, l.Description)).ShouldBe([(TransactionKind.Refund, "Operations Supervisor"), (TransactionKind.Spend, "Operations Supervisor"), (TransactionKind.Purchase, "Purchase of 10 Connects")]);
        (await HistoryAsync(talent, new HistoryFilter([TransactionKind.Spend, TransactionKind.Courtesy], null, null))).ShouldHaveSingleItem().Kind.ShouldBe(TransactionKind.Spend);
        (await HistoryAsync(talent, new HistoryFilter(null, all[1].EffectiveAt, all[0].EffectiveAt))).ShouldHaveSingleItem().Kind.ShouldBe(TransactionKind.Spend);
    }

    private async Task<IReadOnlyList<LedgerTransaction>> HistoryAsync(Talent talent, HistoryFilter filter) =>
        (await marketplace.With<WalletReader, Marketplace.Database.Page<LedgerTransaction>>(w => w.HistoryAsync(talent.AccountId, filter, new Marketplace.Database.PageRequest(100, null, false), CancellationToken.None))).Items;

    private async Task<IReadOnlyList<LotShare>> PreviewAsync(Talent talent, int connects) => WalletReader.Plan(await marketplace.LotsAsync(talent), connects);

    // The beginning of time, just before the purchase, at it, just before the spend, at it, just before the lot's end, at it, the end of time.
    private async Task<long[]> BalancesAsync(Talent talent, Lot lot, DateTimeOffset spent)
    {
        var tick = TimeSpan.FromMicroseconds(1);
        var balances = new List<long>();
        foreach (var time in new[] { DateTimeOffset.MinValue, lot.IssuedAt - tick, lot.IssuedAt, spent - tick, spent, lot.ExpiresAt - tick, lot.ExpiresAt, DateTimeOffset.MaxValue })
            balances.Add((await marketplace.With<WalletReader, IReadOnlyDictionary<long, long>>(w => w.BalancesAtAsync([talent.Id], time, CancellationToken.None)))[talent.Id]);
        return [.. balances];
    }
}
