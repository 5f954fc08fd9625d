using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

/// <summary>Random histories, played on the database and on a plain model beside it: both end alike and the books balance.</summary>
public sealed class LedgerModelTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_random_history_ends_as_the_model_says(int seed)
    {
        var random = new Random(seed);
        var client = await marketplace.ClientAsync();
        var talents = new[] { await marketplace.FreelancerAsync(), await marketplace.FreelancerAsync(), await marketplace.FreelancerAsync() };
        var models = talents.ToDictionary(t => t.Id, _ => new PlainWallet());
        var open = new List<Job>();

        for (var step = 0; step < 120; step++)
        {
            var talent = talents[random.Next(talents.Length)];
            var now = marketplace.Clock.GetUtcNow();
            switch (random.Next(10))
            {
                case 0 or 1:
                    var lot = (await marketplace.BuyAsync(talent, 10)).Lot!;
                    models[talent.Id].Lots.Add(new PlainLot(lot.Number, Paid: true, lot.ExpiresAt) { Remaining = 10 });
                    break;
                case 2:
                    await marketplace.GrantAsync(talent, LotKind.Free, 5, now.AddDays(random.Next(1, 400)));
                    var granted = (await marketplace.LotsAsync(talent)).MaxBy(l => l.Number)!;
                    models[talent.Id].Lots.Add(new PlainLot(granted.Number, Paid: false, granted.ExpiresAt) { Remaining = 5 });
                    break;
                case 3 or 4:
                    open.Add(await marketplace.JobAsync(client, new[] { 40m, 300m, 700m, 5000m }[random.Next(4)]));
                    break;
                case 5 or 6 or 7 when open.Count > 0:
                    await SubmitAsync(talent, models[talent.Id], open[random.Next(open.Count)], now);
                    break;
                case 8 when open.Count > 0:
                    var closed = open[random.Next(open.Count)];
                    open.Remove(closed);
                    await CloseAsync(client, closed, talents, models);
                    break;
                case 9:
                    await marketplace.AdvanceAsync(TimeSpan.FromDays(random.Next(1, 60)));
                    if (random.Next(2) == 0)
                        await marketplace.RunAsync("expire-connects");
                    break;
                default:
                    break;
            }
        }

        foreach (var talent in talents)
        {
            var lots = await marketplace.LotsAsync(talent);
            lots.ToDictionary(l => l.Number, l => l.Remaining).ShouldBe(
                models[talent.Id].Spendable(marketplace.Clock.GetUtcNow()).ToDictionary(l => l.Number, l => l.Remaining), ignoreOrder: true, $"seed {seed}");
        }

        var health = await marketplace.HealthAsync();
        health.Discrepancies.ShouldBeEmpty($"seed {seed}");
        health.ConnectsIssued.ShouldBe(health.ConnectsOutstanding + health.ConnectsSpent + health.ConnectsExpired + health.ConnectsForfeited, $"seed {seed}");
    }

    private async Task SubmitAsync(Talent talent, PlainWallet model, Job job, DateTimeOffset now)
    {
        var outcome = await marketplace.SubmitAsync(talent, job);
        if (model.Spends.ContainsKey(job.Id))
            outcome.Refusal.ShouldBeOfType<AlreadyProposed>();
        else if (model.Spendable(now).Sum(l => l.Remaining) is var held && held < job.Connects)
            outcome.Refusal.ShouldBe(new InsufficientConnects(job.Connects, held));
        else
            outcome.Value!.Wallet.Balance.ShouldBe(held - model.Spend(job, now));
    }

    private async Task CloseAsync(Client client, Job job, Freelancer[] talents, Dictionary<long, PlainWallet> models)
    {
        (await marketplace.CloseAsync(client, job)).Value.ShouldNotBeNull();
        var now = marketplace.Clock.GetUtcNow();
        foreach (var talent in talents)
        {
            // The database names the grace lots; the model only says what they hold.
            var known = models[talent.Id].Lots.Select(l => l.Number).ToHashSet();
            var fresh = new Queue<Lot>((await marketplace.LotsAsync(talent)).Where(l => !known.Contains(l.Number)).OrderBy(l => l.Number));
            models[talent.Id].Refund(job, now, expired => new PlainLot(fresh.Dequeue().Number, expired.Paid, now.AddDays(30)) { Grace = true });
            fresh.ShouldBeEmpty();
        }
    }

    private sealed record PlainLot(long Number, bool Paid, DateTimeOffset ExpiresAt)
    {
        public int Remaining { get; set; }

        public bool Grace { get; init; }
    }

    private sealed class PlainWallet
    {
        public List<PlainLot> Lots { get; } = [];

        public Dictionary<long, List<(PlainLot Lot, int Connects)>> Spends { get; } = [];

        public IEnumerable<PlainLot> Spendable(DateTimeOffset now) =>
            Lots.Where(l => l.Remaining > 0 && l.ExpiresAt > now).OrderByDescending(l => l.Paid).ThenBy(l => l.ExpiresAt).ThenBy(l => l.Number);

        public int Spend(Job job, DateTimeOffset now)
        {
            var left = job.Connects;
            Spends[job.Id] = [];
            foreach (var lot in Spendable(now).ToArray())
            {
                var taken = Math.Min(left, lot.Remaining);
                if (taken == 0)
                    break;
                lot.Remaining -= taken;
                left -= taken;
                Spends[job.Id].Add((lot, taken));
            }

            return job.Connects;
        }

        public void Refund(Job job, DateTimeOffset now, Func<PlainLot, PlainLot> graceLot)
        {
            foreach (var (lot, connects) in Spends.GetValueOrDefault(job.Id, []).OrderBy(s => s.Lot.Number))
            {
                if (lot.ExpiresAt > now)
                {
                    lot.Remaining += connects;
                }
                else if (!lot.Grace)
                {
                    var grace = graceLot(lot);
                    grace.Remaining = connects;
                    Lots.Add(grace);
                }
            }
        }
    }
}
