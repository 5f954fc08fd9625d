using System.Collections.Frozen;
using Experiments.Flags;
using Lifecycle = Experiments.Lifecycle;
using Marketplace;
using Marketplace.Accounts;
using Marketplace.Clock;
using Marketplace.Jobs;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Plans;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Testing;

/// <summary>The marketplace's own services over a database of one test class, with a clock that can be moved.</summary>
public sealed class TestMarketplace : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly ServiceProvider services;
    private readonly NpgsqlDataSource source;
    private int made;

    private TestMarketplace(TestDatabase database, ServiceProvider services, NpgsqlDataSource source) =>
        (this.database, this.services, this.source) = (database, services, source);

    public NpgsqlDataSource Source => services.GetRequiredService<NpgsqlDataSource>();

    public string ConnectionString => database.ConnectionString;

    public string OwnerConnectionString => database.OwnerConnectionString;

    public NpgsqlDataSource Owner => database.Owner;

    public TestDatabase Database => database;

    public DomainClock Clock => services.GetRequiredService<DomainClock>();

    public IServiceProvider Services => services;

    /// <summary>What the gateway of these tests signs with.</summary>
    public static WebhookSigning Webhooks { get; } = WebhookSigning.OfThisProcess(TimeSpan.FromMinutes(5));

    /// <param name="policies">Other numbers than those that ship.</param>
    /// <param name="gateway">What stands between the marketplace and its sandbox gateway: a line that breaks.</param>
    /// <param name="instead">Services in the place of those that ship: a clock that stands still, seeds that are known.</param>
    public static async Task<TestMarketplace> StartAsync(PolicyBook? policies = null, Func<IPaymentGateway, IPaymentGateway>? gateway = null, Action<IServiceCollection>? instead = null)
    {
        var database = await MigratedDatabase.CreateAsync();
        var source = NpgsqlDataSource.Create(database.ConnectionString);
        var services = new ServiceCollection();
        services.AddSingleton(source).AddLogging();
        services.AddMarketplace(_ => source, _ => source, new MarketplaceOptions(
            policies ?? PolicyBook.Default(), new ClockOptions(Movable: true), new RegistrationLimits(100_000, TimeSpan.FromMinutes(1)), new NodeName("test"), Webhooks));
        if (gateway is not null)
            services.AddSingleton(_ => gateway(new SandboxGateway(source)));
        services.AddSingleton<SentMail>().AddSingleton<IMailSender>(p => p.GetRequiredService<SentMail>()).AddSingleton<ITextMessageSender>(p => p.GetRequiredService<SentMail>());
        services.AddSingleton(new MailOptions("https://marketplace.example")).AddSingleton(new ReferralOptions(new Uri("https://www.marketplace.example/join")));
        instead?.Invoke(services);
        var provider = services.BuildServiceProvider();
        var marketplace = new TestMarketplace(database, provider, source);
        await marketplace.InScopeAsync(scope => scope.GetRequiredService<Lifecycle.ReferenceDataWriter>().EnsureAsync(ReferenceExperiments.Data, CancellationToken.None));
        await provider.GetRequiredService<FlagSnapshotLoader>().LoadAsync(CancellationToken.None);
        return marketplace;
    }

    public static Caller CallerOf(Account account) => new(account.Subject, FrozenSet<Role>.Empty, null);

    public async Task<Freelancer> FreelancerAsync() => (Freelancer)await RegisterAsync(AccountKind.Freelancer);

    public async Task<Agency> AgencyAsync() => (Agency)await RegisterAsync(AccountKind.Agency);

    public async Task<Client> ClientAsync() => (Client)await RegisterAsync(AccountKind.Client);

    public async Task<Job> JobAsync(Client client, decimal dollars = 40, string category = "legal")
    {
        var key = $"job-{Interlocked.Increment(ref made)}";
        var outcome = await With<JobPosting, Outcome<Job>>(posting => posting.PostAsync(
            new NewJob(client.AccountId, "Operations Supervisor", "Keep the shop open.", category, new FixedPrice(new Money((long)(dollars * 100))), false, null, null, key),
            CallerOf(client), CancellationToken.None));
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Message);
    }

    public async Task<BoughtConnects> BuyAsync(Talent talent, int connects)
    {
        var outcome = await TryBuyAsync(talent, connects, $"buy-{Interlocked.Increment(ref made)}");
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Message);
    }

    public Task<Outcome<BoughtConnects>> TryBuyAsync(Talent talent, int connects, string key, PaymentMethod method = PaymentMethod.Card, string? token = null) =>
        With<ConnectsPurchasing, Outcome<BoughtConnects>>(purchasing => purchasing.BuyAsync(new BundleOrder(talent.AccountId, connects, method, token, key), CallerOf(talent), CancellationToken.None));

    public Task<Outcome<Account>> ChangePlanAsync(Talent talent, PlanCode plan, PaymentMethod method = PaymentMethod.Card, string? token = null, string? key = null) =>
        With<PlanChange, Outcome<Account>>(plans => plans.ChangeAsync(
            new PlanOrder(talent.AccountId, plan, method, token, key ?? $"plan-{Interlocked.Increment(ref made)}"), CallerOf(talent), CancellationToken.None));

    public Task<Membership> MembershipAsync(Talent talent) => With<MembershipReader, Membership>(memberships => memberships.OfAsync(talent.AccountId, CancellationToken.None));

    public Task<Outcome<SubmittedProposal>> SubmitAsync(Talent talent, Job job, string? key = null, string? quote = null, Caller? caller = null) =>
        With<ProposalSubmission, Outcome<SubmittedProposal>>(submission => submission.SubmitAsync(
            new NewProposal(job.JobId, talent.AccountId, "I keep shops open.", null, quote, key ?? $"proposal-{Interlocked.Increment(ref made)}"), caller ?? CallerOf(talent), CancellationToken.None));

    public Task<Outcome<Job>> CloseAsync(Client client, Job job) =>
        With<JobClosing, Outcome<Job>>(closing => closing.CloseAsync(job.JobId, CallerOf(client), CancellationToken.None));

    public async Task<ConnectsWallet> WalletAsync(Talent talent) =>
        (await With<WalletReader, IReadOnlyDictionary<long, ConnectsWallet>>(wallets => wallets.ByOwnersAsync([talent.Id], CancellationToken.None)))[talent.Id];

    public Task<IReadOnlyList<Lot>> LotsAsync(Talent talent) => With<WalletReader, IReadOnlyList<Lot>>(wallets => wallets.SpendableLotsAsync(talent.AccountId, CancellationToken.None));

    public async Task<IReadOnlyList<LedgerTransaction>> HistoryAsync(Talent talent) =>
        (await With<WalletReader, Marketplace.Database.Page<LedgerTransaction>>(wallets =>
            wallets.HistoryAsync(talent.AccountId, null, new Marketplace.Database.PageRequest(100, null, false), CancellationToken.None))).Items;

    /// <summary>Gives a free or paid lot without a purchase, as a grant of a later day would.</summary>
    public async Task GrantAsync(Talent talent, LotKind kind, int connects, DateTimeOffset expiresAt)
    {
        await using var command = Owner.CreateCommand("""
            with numbers as (select nextval('marketplace.lot_number') as lot, nextval('marketplace.transaction_number') as transaction),
            wallet as (update marketplace.wallet set paid = paid + case when $2 = 'PAID' then $3 else 0 end, free = free + case when $2 = 'FREE' then $3 else 0 end
                       where account_id = $1 and asset = 'CONNECTS' returning paid + free as after),
            lot as (insert into marketplace.lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key)
                    select $1, lot, $2, 'COURTESY', $3, $3, $4 - interval '1 year', $4, 'grant:' || lot from numbers),
            written as (insert into marketplace.ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at)
                        select $1, transaction, 'GRANT', 'grant:' || lot, 'Courtesy Connects', $3, after, now() from numbers, wallet)
            insert into marketplace.ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
            select $1, transaction, 1, 'CONNECTS', lot, null, $3, 1, 0, $3 from numbers
            union all select $1, transaction, 2, 'CONNECTS', null, 'ISSUED', -$3, null, null, null from numbers
            """);
        foreach (var value in new object[] { talent.Id, kind == LotKind.Paid ? "PAID" : "FREE", connects, expiresAt.ToUniversalTime() })
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Cash that an account earned.</summary>
    public Task EarnAsync(Account account, long cents) => AsOwnerAsync<long>(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"select marketplace.post_cash({account.Id}, 'EARNING', {cents}, 'EARNINGS', 'test', 'Payment for work', null, now())"));

    /// <summary>One value, read as the role that owns the tables.</summary>
    public async Task<T> AsOwnerAsync<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Starts the drafted experiment on rate cards, so that half of the categories are treated.</summary>
    public async Task StartRateCardTestAsync()
    {
        var started = await With<Lifecycle.ExperimentService, Lifecycle.Outcome<Lifecycle.Experiment>>(experiments =>
            experiments.StartAsync(new Lifecycle.ExperimentChange("double-rate-card", 1, "tester", "A test."), CancellationToken.None));
        if (started.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }

    /// <summary>A category in this arm of the running rate-card experiment.</summary>
    public Task<string> CategoryAsync(string variant)
    {
        var flags = services.GetRequiredService<IFlagEvaluator>();
        return Task.FromResult(services.GetRequiredService<PolicyBook>().Categories.First(c => flags.Evaluate(RateCardChoice.FlagKey, c.Key).Treatment?.Variant == variant).Key);
    }

    public Task AdvanceAsync(TimeSpan by) => AdvanceToAsync(Clock.GetUtcNow() + by);

    public async Task AdvanceToAsync(DateTimeOffset to)
    {
        var moved = await Clock.AdvanceAsync(to, CancellationToken.None);
        if (moved.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }

    public async Task<ScheduledJobRun> RunAsync(string job)
    {
        var run = await services.GetRequiredService<ScheduledJobRunner>().RunAsync(job, CancellationToken.None);
        return run.Value ?? throw new InvalidOperationException(run.Refusal!.Message);
    }

    public Task<LedgerHealth> HealthAsync() => With<LedgerCheck, LedgerHealth>(check => check.RunAsync(CancellationToken.None));

    public async Task<TResult> With<TService, TResult>(Func<TService, Task<TResult>> use) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        // The server waits with dropping a database for those who are in it.
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task InScopeAsync(Func<IServiceProvider, Task> use)
    {
        await using var scope = services.CreateAsyncScope();
        await use(scope.ServiceProvider);
    }

    public async Task<Account> RegisterAsync(AccountKind kind, Caller? caller = null, Func<NewAccount, NewAccount>? change = null)
    {
        var outcome = await TryRegisterAsync(kind, caller, change);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Message);
    }

    public Task<Outcome<Account>> TryRegisterAsync(AccountKind kind, Caller? caller = null, Func<NewAccount, NewAccount>? change = null)
    {
        var number = Interlocked.Increment(ref made);
        caller ??= new Caller($"subject-{number}", FrozenSet<Role>.Empty, null);
        var account = new NewAccount(kind, $"Person {number}", $"person{number}@example.com", null, "US", null);
        return With<AccountRegistration, Outcome<Account>>(registration => registration.RegisterAsync(change?.Invoke(account) ?? account, caller, CancellationToken.None));
    }
}
