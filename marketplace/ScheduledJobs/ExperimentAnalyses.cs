using Experiments.Analysis;

namespace Marketplace.ScheduledJobs;

/// <summary>Computes what experiments came to, every hour; a guardrail that was passed stops its experiment here.</summary>
public sealed class ExperimentAnalyses(ExperimentResultsService results) : IScheduledWork
{
    public string Name => "analyze-experiments";

    public string Description => "Computes the results of running experiments, and the final ones of those that ended.";

    public string Cron => "0 7 * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        var due = await results.DueAsync(cancellation);
        progress.Total = due.Count;
        var failures = new List<Exception>();
        foreach (var key in due)
        {
            try
            {
                await results.ComputeAsync(key, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The others are computed all the same.
                failures.Add(new InvalidOperationException($"{key}: {failure.Message}", failure));
            }

            await progress.AddAsync(1, cancellation);
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some experiments could not be analyzed.", failures);
        }
    }
}
