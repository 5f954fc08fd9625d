using System.Diagnostics;
using Experiments.Analysis;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Changes;
using Marketplace.Clock;
using Marketplace.Database;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Notifications;
using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Simulation.Model;
using Marketplace.Simulation.Stages;
using Marketplace.Simulation.Truth;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Simulation;

/// <summary>Plays a marketplace into a migrated database: the same services as the API, with a clock of its own.</summary>
public static class Simulator
{
    /// <param name="connectionString">Connects as the application's role.</param>
    /// <param name="options">What to play.</param>
    /// <param name="policies">The numbers of the rules.</param>
    /// <param name="progress">Told after each day.</param>
    /// <param name="cancellation">Ends the play; what was done by then stays and its books balance.</param>
    /// <exception cref="SimulationRefusedException">The options make no sense, or the database holds what would be spoiled.</exception>
    public static Task<SimulationReport> RunAsync(
        string connectionString, SimulationOptions options, PolicyBook policies, Action<SimulationProgress>? progress, CancellationToken cancellation) =>
        RunAsync(connectionString, options, options.Breach ? Behaviour.Harmful : Behaviour.Usual, policies, progress, cancellation);

    internal static async Task<SimulationReport> RunAsync(
        string connectionString, SimulationOptions options, Behaviour behaviour, PolicyBook policies, Action<SimulationProgress>? progress, CancellationToken cancellation)
    {
        if (options.Problem() is { } problem)
        {
            throw new SimulationRefusedException(problem);
        }

        // Left to itself PostgreSQL plans most statements on partitioned tables anew at every call, which costs more than running them; and plans made while
        // the tables are empty would read them from end to end until they are analyzed.
        await using var source = Connect(connectionString, options, "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off");
        // An analysis is one long statement, which its plan decides about.
        await using var beside = Connect(connectionString, options, "");
        var until = await UntilAsync(source, options, cancellation);
        if (await ExistingData.ProblemAsync(source, options, cancellation) is { } spoiled)
        {
            throw new SimulationRefusedException(spoiled);
        }

        var timeline = Timeline.Of(until, options.Days, options.PlaysRateCard, options.PlaysReward);
        var truthBegan = Stopwatch.GetTimestamp();
        var people = await Calibration.PeopleForAsync(options, timeline, behaviour, policies, cancellation);
        var truth = await TruthTable.ComputeAsync(options, people, timeline, behaviour, policies, cancellation);
        var truthTook = Stopwatch.GetElapsedTime(truthBegan);

        var clock = new VirtualClock(source, timeline.From);
        await using var services = Services(source, beside, clock, policies, options);
        await PrepareAsync(services, options, cancellation);
        await using var held = await services.GetRequiredService<ScheduledJobRunner>().HoldAsync(cancellation);
        var (refusals, timings) = (new Refusals(), new Timings());
        var schedule = new SimulatedSchedule(held, clock, timings, options.DaysPerAnalysis, until);
        var stage = new ServiceStage(services, clock, schedule, refusals, timings, options.Seed, behaviour, options.Workers, cancellation);
        var play = new Play(options.Seed, timeline, Population.Of(options.Seed, people, timeline, behaviour), behaviour, stage);
        var began = Stopwatch.GetTimestamp();
        await play.RunAsync(day => progress?.Invoke(new SimulationProgress(day, timeline.Days, play.Market.Proposals, Stopwatch.GetElapsedTime(began))), cancellation);
        var played = Stopwatch.GetElapsedTime(began);

        clock.SetHere(until);
        await using var scope = services.CreateAsyncScope();
        var health = await scope.ServiceProvider.GetRequiredService<LedgerCheck>().RunAsync(cancellation);
        var example = play.Market.Vacancies.SelectMany(v => v.Applications).GroupBy(a => a.Talent).MaxBy(g => g.Count())!.Key.Account;
        var (found, breaches) = await AnalyzedAsync(services, options, cancellation);
        return new SimulationReport(
            options, timeline.From, until, Made(play, schedule, services.GetRequiredService<SimulatedMail>()), truth.Beside(play), found, breaches, health, refusals.Counts, timings.All, played, truthTook, example);
    }

    private static NpgsqlDataSource Connect(string connectionString, SimulationOptions options, string settings)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.ApplicationName = "marketplace simulation";
        builder.ConnectionStringBuilder.MaxPoolSize = (2 * options.Workers) + 8;
        builder.ConnectionStringBuilder.MaxAutoPrepare = 200;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        // Nothing here leaves settings or locks on a connection: the schedule gives its own back.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        builder.ConnectionStringBuilder.CommandTimeout = 300;
        // Who loses the last second of a simulation to a power cut plays it again; that a commit waits for no disk changes nothing of what it writes.
        builder.ConnectionStringBuilder.Options = $"-c synchronous_commit=off {settings}".TrimEnd();
        return builder.Build();
    }

    private static async Task<DateTimeOffset> UntilAsync(NpgsqlDataSource source, SimulationOptions options, CancellationToken cancellation)
    {
        var domain = new DomainClock(source, new ClockOptions(Movable: true));
        await domain.RefreshAsync(cancellation);
        var now = domain.GetUtcNow();
        return options.Until is not { } until ? now : until <= now ? until.ToUniversalTime() : throw new SimulationRefusedException($"The end {until:O} is after the present, {now:O}.");
    }

    internal static ServiceProvider Services(NpgsqlDataSource source, NpgsqlDataSource beside, VirtualClock clock, PolicyBook policies, SimulationOptions options)
    {
        var services = new ServiceCollection();
        services.AddSingleton(source).AddLogging();
        services.AddMarketplace(_ => source, _ => beside, new MarketplaceOptions(
            policies, new ClockOptions(Movable: false), new RegistrationLimits(int.MaxValue, TimeSpan.FromMinutes(1)), new NodeName("simulation"), WebhookSigning.OfThisProcess(TimeSpan.FromMinutes(5))));
        services.AddSingleton<DomainClock>(clock);
        // A console that looks on is told four times a second.
        services.AddSingleton(p => new ChangeFeed(beside, p.GetRequiredService<ILogger<ChangeFeed>>(), TimeSpan.FromMilliseconds(250)));
        services.AddSingleton<RewardSeeds>(new SeededRewards(options.Seed));
        services.Remove(services.Single(s => s.ImplementationType == typeof(OutboxDispatch)));
        services.AddSingleton<IScheduledWork>(p => p.GetRequiredService<SimulatedMail>());
        services.AddSingleton<SimulatedMail>().AddSingleton<IMailSender>(p => p.GetRequiredService<SimulatedMail>()).AddSingleton<ITextMessageSender>(p => p.GetRequiredService<SimulatedMail>());
        services.AddSingleton(new MailOptions("https://" + SimulatedAccounts.Domain));
        return services.BuildServiceProvider();
    }

    private static async Task PrepareAsync(IServiceProvider services, SimulationOptions options, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var data = ReferenceExperiments.Data;
        // In a database that nobody served yet the drafts are written here, with seeds that make the draw of arms a part of the run.
        var seeded = data with { Experiments = [.. data.Experiments.Select(e => e with { Seed = string.Create(CultureInfo.InvariantCulture, $"simulation-{options.Seed}-{e.Key}") })] };
        await scope.ServiceProvider.GetRequiredService<ReferenceDataWriter>().EnsureAsync(seeded, cancellation);
        await services.GetRequiredService<FlagSnapshotLoader>().LoadAsync(cancellation);
    }

    private static async Task<(IReadOnlyDictionary<string, ExperimentResults> Found, ILookup<string, GuardrailBreach> Breaches)> AnalyzedAsync(
        IServiceProvider services, SimulationOptions options, CancellationToken cancellation)
    {
        var (results, found, ids) = (services.GetRequiredService<ExperimentResultsService>(), new Dictionary<string, ExperimentResults>(StringComparer.Ordinal), new Dictionary<long, string>());
        await using var scope = services.CreateAsyncScope();
        foreach (var key in options.ExperimentKeys)
        {
            found[key] = (await results.ComputeAsync(key, cancellation))!;
            ids[(await scope.ServiceProvider.GetRequiredService<ExperimentReader>().FindAsync(key, cancellation))!.Id] = key;
        }

        var breaches = await results.BreachesAsync(ids.Keys, cancellation);
        return (found, breaches.SelectMany(b => b, (b, breach) => (Key: ids[b.Key], breach)).ToLookup(b => b.Key, b => b.breach));
    }

    private static Dictionary<string, long> Made(Play play, SimulatedSchedule schedule, SimulatedMail mail)
    {
        var proposals = play.Market.Vacancies.SelectMany(v => v.Applications).ToList();
        return new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["talents"] = play.Market.Present.Count,
            ["clients"] = play.Population.Clients.Count,
            ["jobs"] = play.Market.Vacancies.Count(v => v.StandardPrice > 0),
            ["proposals"] = proposals.Count,
            ["purchases"] = play.Population.Talents.Sum(t => t.Purchases),
            ["interviews won"] = play.Population.Talents.Sum(t => t.Won.Count),
            ["contracts"] = proposals.Count(p => p.Contract != default),
            ["scheduled runs"] = schedule.Runs,
            ["messages"] = mail.Count,
        };
    }
}
