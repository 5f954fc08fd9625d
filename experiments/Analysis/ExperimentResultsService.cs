using System.Collections.Concurrent;
using Experiments.Database;
using Experiments.Exposures;
using Experiments.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Experiments.Analysis;

/// <summary>
/// Results of experiments: read where they are fresh, computed where they are not. One computation of an experiment at a time in the whole installation,
/// two at a time on a node, each with an end; whoever asks waits a bounded time and gets what there is.
/// </summary>
public sealed partial class ExperimentResultsService : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    // A charge under way at the stop carries its instant from before and commits a little later; exposures of reads wait to be written.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private readonly ExperimentAnalyzer analyzer;
    private readonly ResultStore store;
    private readonly GuardrailWatch guardrails;
    private readonly IExposureRecorder exposures;
    private readonly IDbContextFactory<ExperimentsDbContext> contexts;
    private readonly NpgsqlDataSource dataSource;
    private readonly TimeProvider clock;
    private readonly ExperimentsOptions options;
    private readonly ILogger<ExperimentResultsService> logger;
    private readonly ConcurrentDictionary<long, Lazy<Task<ExperimentResults?>>> underWay = new();
    private readonly SemaphoreSlim atOnce = new(2);
    private readonly CancellationTokenSource disposing = new();

    internal ExperimentResultsService(
        ExperimentAnalyzer analyzer,
        ResultStore store,
        GuardrailWatch guardrails,
        IExposureRecorder exposures,
        IDbContextFactory<ExperimentsDbContext> contexts,
        NpgsqlDataSource dataSource,
        TimeProvider clock,
        ExperimentsOptions options,
        ILogger<ExperimentResultsService> logger)
    {
        (this.analyzer, this.store, this.guardrails, this.exposures) = (analyzer, store, guardrails, exposures);
        (this.contexts, this.dataSource, this.clock, this.options, this.logger) = (contexts, dataSource, clock, options, logger);
    }

    /// <summary>
    /// The newest results of each experiment, by its id. Those that are missing or older than an hour are computed first; what takes longer than
    /// <see cref="ExperimentsOptions.ResultsPatience"/> goes on without the caller, who gets the older ones. An experiment that never ran has none, nor
    /// has one whose first computation is not done yet.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, ExperimentResults>> NewestAsync(IReadOnlyCollection<Experiment> experiments, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        var started = experiments.Where(experiment => experiment.StartedAt is not null).DistinctBy(experiment => experiment.Id).ToArray();
        var newest = new Dictionary<long, ExperimentResults>(await store.NewestAsync([.. started.Select(experiment => experiment.Id)], cancellation));
        var now = clock.Now();
        var stale = started.Where(experiment => IsStale(experiment, newest.GetValueOrDefault(experiment.Id), now)).ToArray();
        if (stale.Length == 0)
            return newest;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.ResultsPatience);
        foreach (var (experiment, computation) in stale.Select(experiment => (experiment, Begin(experiment))).ToArray())
        {
            // A failure is logged where it happened; older results, or none, are better than no answer to all the rest.
            await ((Task)computation).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            if (computation.IsCompletedSuccessfully && await computation is { } computed)
                newest[experiment.Id] = computed;
        }

        return newest;
    }

    /// <summary>Computes an experiment's results now, or waits for the computation that is under way; guardrails that were passed take effect.</summary>
    /// <returns>The results; null when there is no such experiment, it never ran, or another node computes it for the first time.</returns>
    public async Task<ExperimentResults?> ComputeAsync(string key, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var experiment = await new ExperimentReader(context).FindAsync(key, cancellation);
        return experiment?.StartedAt is null ? null : await Begin(experiment).WaitAsync(cancellation);
    }

    /// <summary>The keys of experiments that a scheduled run computes: all that run, and those that ended and whose final results are missing.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Experiments.AsNoTracking().Include(row => row.Arms).Include(row => row.Layer).Where(row => row.StartedAt != null).OrderBy(row => row.Id).ToListAsync(cancellation);
        var experiments = rows.Select(row => row.ToExperiment()).ToArray();
        var newest = await store.NewestAsync([.. experiments.Select(experiment => experiment.Id)], cancellation);
        var now = clock.Now();
        return [.. experiments
            .Where(experiment => experiment.State == ExperimentState.Running || IsStale(experiment, newest.GetValueOrDefault(experiment.Id), now))
            .Select(experiment => experiment.Key)];
    }

    /// <summary>The daily points of each experiment, oldest first, by its id.</summary>
    public Task<ILookup<long, TimelinePoint>> TimelinesAsync(IReadOnlyCollection<long> experiments, CancellationToken cancellation)
        => store.TimelinesAsync(experiments, cancellation);

    /// <summary>The limits that each experiment has passed, by its id.</summary>
    public Task<ILookup<long, GuardrailBreach>> BreachesAsync(IReadOnlyCollection<long> experiments, CancellationToken cancellation)
        => guardrails.BreachesAsync(experiments, cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        disposing.Cancel();
        disposing.Dispose();
        atOnce.Dispose();
    }

    private static bool IsStale(Experiment experiment, ExperimentResults? results, DateTimeOffset now)
    {
        if (results is null)
            return true;
        if (experiment.StoppedAt is not { } stopped)
            return results.ComputedAt <= now - Fresh;
        // Final are the results of everything up to the stop, computed when all of it was there.
        return results.FactsUntil != stopped || (results.ComputedAt < stopped + Settling && now >= stopped + Settling);
    }

    private Task<ExperimentResults?> Begin(Experiment experiment)
    {
        var mine = new Lazy<Task<ExperimentResults?>>(() => Task.Run(() => AloneAsync(experiment, disposing.Token)));
        return underWay.GetOrAdd(experiment.Id, mine).Value;
    }

    private async Task<ExperimentResults?> AloneAsync(Experiment experiment, CancellationToken cancellation)
    {
        try
        {
            await atOnce.WaitAsync(cancellation);
            try
            {
                return await LockedAsync(experiment, cancellation);
            }
            finally
            {
                atOnce.Release();
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failed(experiment.Key, failure);
            throw;
        }
        finally
        {
            underWay.TryRemove(experiment.Id, out _);
        }
    }

    private async Task<ExperimentResults?> LockedAsync(Experiment experiment, CancellationToken cancellation)
    {
        // The lock goes with its connection: a node that dies leaves nothing locked.
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var claim = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(hashtextextended('experiments.analysis', $1))", connection, transaction);
        claim.Parameters.Add(new NpgsqlParameter<long> { TypedValue = experiment.Id });
        if (!(bool)(await claim.ExecuteScalarAsync(cancellation))!)
            return (await store.NewestAsync([experiment.Id], cancellation)).GetValueOrDefault(experiment.Id);

        await exposures.FlushAsync(cancellation);
        var results = await analyzer.AnalyzeAsync(experiment, clock.Now(), cancellation);
        await store.KeepAsync(experiment.Id, results, cancellation);
        await guardrails.ActAsync(experiment, results, cancellation);
        return results;
    }

    [LoggerMessage(LogLevel.Error, "The results of the experiment {Experiment} could not be computed.")]
    private partial void Failed(string experiment, Exception failure);
}
