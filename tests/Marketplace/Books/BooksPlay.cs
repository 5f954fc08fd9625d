using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Tests.Interviews;
using Marketplace.Tests.Plans;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Books;

/// <summary>How often the expiry sweep comes by; what can be spent must not hang on it.</summary>
internal enum Sweeping { Never, Sometimes, TwiceAStep, OneWalletAtATime }

/// <summary>A random history, played through the services on the database and beside it on the model. The seed decides all of it.</summary>
internal sealed partial class BooksPlay : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2027, 11, 29, 10, 0, 0, TimeSpan.Zero);
    private readonly TestMarketplace market;
    private readonly StandingClock clock;
    private readonly Random random;
    private readonly Random sweeps;
    private readonly Sweeping sweeping;
    private readonly int seed;
    private readonly List<PlainTalent> talents = [];
    private readonly List<PlainJob> jobs = [];
    private readonly List<PlainPurchase> purchases = [];
    private readonly List<PlainPayment> payments = [];
    private readonly HashSet<string> done = [];
    private Client client = null!;
    private bool randomized;
    private int keys;

    private BooksPlay(TestMarketplace market, StandingClock clock, int seed, Sweeping sweeping)
    {
        (this.market, this.clock, this.seed, this.sweeping) = (market, clock, seed, sweeping);
        random = new Random(seed);
        sweeps = new Random(seed);
    }

    /// <summary>What each step came to and what could be spent after it.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>The kinds of operations that succeeded at least once.</summary>
    public IReadOnlySet<string> Done => done;

    public int GraceLots => talents.Sum(t => t.Wallet.Lots.Count(l => l.Origin == LotOrigin.Refund));

    public string Summary =>
        $"{jobs.Count} jobs, {Proposals.Count()} proposals, {GraceLots} grace lots; "
        + string.Join(", ", talents.SelectMany(t => t.Wallet.Lines).GroupBy(l => l.Kind).Select(g => $"{g.Count()} {g.Key}")) + "; " + string.Join(", ", done.Order());

    public int LinesOf(TransactionKind kind) => talents.Sum(t => t.Wallet.Lines.Count(l => l.Kind == kind));

    private DateTimeOffset Now => clock.Now;

    private string Key => $"key-{++keys}";

    private IEnumerable<PlainProposal> Proposals => jobs.SelectMany(j => j.Proposals);

    public static async Task<BooksPlay> BeginAsync(int seed, Sweeping sweeping)
    {
        var clock = new StandingClock { Now = Start.AddDays(seed % 31) };
        var market = await TestMarketplace.StartAsync(instead: services => services.AddSingleton<TimeProvider>(clock).AddSingleton<RewardSeeds>(new KnownSeeds(seed)));
        var play = new BooksPlay(market, clock, seed, sweeping);
        play.client = await market.ClientAsync();
        foreach (var kind in new[] { AccountKind.Freelancer, AccountKind.Freelancer, AccountKind.Freelancer, AccountKind.Agency })
            play.Join((Talent)await market.RegisterAsync(kind), clock.Now);
        return play;
    }

    public async Task PlayAsync(int steps)
    {
        for (var step = 1; step <= steps; step++)
        {
            PassTime();
            var what = await StepAsync();
            await SweepAsync();
            var where = $"seed {seed}, step {step}: {what}";
            Trace.Add($"{what} {string.Join(' ', talents.Select(t => t.Wallet.Spendable(Now)))}");
            await CompareAsync(where);
            if (step % 10 == 0 || step == steps)
                await CheckBooksAsync(where);
        }
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    private void Join(Talent talent, DateTimeOffset joined)
    {
        var wallet = new PlainWallet();
        // The plan's own model says what is charged and brought; here it reaches the wallet.
        var plan = new PlanModel(talent, talent is Agency ? PlanCode.AgencyPlus : PlanCode.FreelancerBasic, joined)
        {
            Charged = (cents, fromEarnings) =>
            {
                if (fromEarnings)
                    wallet.Pay(TransactionKind.PlanFee, -cents, Now);
                else
                    wallet.CardFee(Now);
            },
            Granted = (lots, issued) => wallet.IssueTogether(lots.Select(l => (l.Origin, l.Kind == LotKind.Paid, l.Amount)), issued ?? Now),
        };
        if (talent is Agency)
            wallet.CardFee(joined);
        talents.Add(new PlainTalent(talent, wallet, plan));
    }

    /// <summary>A moment, hours, days; up to the very instant at which a lot ends, or to just before it; over a 29 February.</summary>
    private void PassTime()
    {
        var ends = talents.SelectMany(t => t.Wallet.Lots).Where(l => l.Remaining > 0 && l.ExpiresAt > Now).Select(l => l.ExpiresAt).Order().ToList();
        clock.Now = random.Next(60) switch
        {
            0 when ends.Count > 0 => ends[0],
            1 when ends.Count > 0 && ends[0].AddTicks(-TimeSpan.TicksPerMicrosecond) > Now => ends[0].AddTicks(-TimeSpan.TicksPerMicrosecond),
            2 => Now.AddDays(random.Next(20, 200)),
            3 or 4 or 5 => Now.AddDays(random.Next(1, 12)),
            < 20 => Now.AddHours(random.Next(1, 30)),
            _ => Now.AddSeconds(random.Next(1, 900)),
        };
    }

    private async Task SweepAsync()
    {
        var (times, wallets) = sweeping switch
        {
            Sweeping.Never => (0, 0),
            Sweeping.Sometimes => (sweeps.Next(8) == 0 ? 1 : 0, 1000),
            Sweeping.TwiceAStep => (2, 1000),
            Sweeping.OneWalletAtATime => (sweeps.Next(3) == 0 ? 5 : 0, 1),
            _ => throw new InvalidOperationException($"{sweeping} is not played."),
        };
        for (var i = 0; i < times; i++)
        {
            await using var command = market.Source.CreateCommand("select lots from marketplace.sweep_due_lots($1, $2)");
            command.Parameters.AddWithValue(Now);
            command.Parameters.AddWithValue(wallets);
            await command.ExecuteNonQueryAsync();
        }

        // One wallet at a time, all are done after as many times as there are talents.
        if (times > 0)
            talents.ForEach(t => t.Wallet.Expire(Now));
    }

    private Task RunAsync(string job) =>
        market.Services.GetServices<IScheduledWork>().Single(w => w.Name == job)
            .RunAsync(new RunProgress(market.Services.GetRequiredService<NpgsqlDataSource>(), 0, Now), CancellationToken.None);

    private T? Any<T>(IEnumerable<T> items) where T : class => items.ToList() is { Count: > 0 } all ? all[random.Next(all.Count)] : null;

    private PlainTalent AnyTalent() => talents[random.Next(talents.Count)];

    private static Caller Of(PlainTalent talent) => TestMarketplace.CallerOf(talent.Talent);

    /// <summary>Asks once, compares with the model's answer; asks again by the same key, and gets the same answer.</summary>
    private async Task<string> AskAsync<T>(string what, Type? refused, Func<Task<Outcome<T>>> ask, bool again = false, Func<T, object?>? result = null) where T : class
    {
        var first = await ask();
        (first.Refusal?.GetType()).ShouldBe(refused, $"seed {seed}: {what}: {first.Refusal?.Message}");
        if (again)
        {
            // Two at once, as an impatient client sends them.
            foreach (var retry in await Task.WhenAll(ask(), ask()))
            {
                (retry.Refusal?.GetType()).ShouldBe(refused, $"seed {seed}: {what} again");
                if (first.Value is { } value && result is not null)
                    result(retry.Value!).ShouldBe(result(value), $"seed {seed}: {what} again");
            }
        }

        if (refused is null)
            done.Add(what);
        return $"{what} {refused?.Name}";
    }

    private sealed class KnownSeeds(int seed) : RewardSeeds
    {
        private readonly Random random = new(seed);

        public override long Next() => random.NextInt64();
    }
}

/// <summary>Time that passes when a test says so, and not while it works.</summary>
internal sealed class StandingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
