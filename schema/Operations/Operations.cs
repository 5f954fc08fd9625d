using Marketplace.Changes;
using Marketplace.Clock;
using Marketplace.ScheduledJobs;
using Marketplace.Schema.Errors;
using Marketplace.Wallets;

namespace Marketplace.Schema.Operations;

[QueryType]
public static class OperationQueries
{
    /// <summary>The domain clock.</summary>
    [AllowAnonymous]
    [Cost(0)]
    public static DateTimeOffset GetNow(TimeProvider clock) => clock.GetUtcNow();

    /// <summary>Whether `advanceClock` may move the domain clock: the host runs with Simulation:Clock=true.</summary>
    [Authorize(Policy = Policies.Staff)]
    [Cost(0)]
    public static bool GetClockIsMovable(DomainClock clock) => clock.IsMovable;

    [Authorize(Policy = Policies.Staff)]
    [Cost(1), ListSize(AssumedSize = 20)]
    public static IReadOnlyList<IScheduledWork> GetScheduledJobs(ScheduledJobRunner runner) => runner.Works;

    [Authorize(Policy = Policies.Staff)]
    [Cost(1)]
    public static IScheduledWork? GetScheduledJob(string name, ScheduledJobRunner runner) => runner.Works.FirstOrDefault(work => work.Name == name);

    /// <summary>Computed when asked.</summary>
    [Cost(1_000)]
    [Authorize(Policy = Policies.Staff)]
    public static Task<LedgerHealth> GetLedgerHealthAsync(LedgerCheck check, CancellationToken cancellation) => check.RunAsync(cancellation);
}

public sealed record RunScheduledJobInput(string Name);

/// <summary>Returns once the run has finished.</summary>
public sealed record RunScheduledJobPayload(ScheduledJobRun? Run);

public sealed record AdvanceClockInput(DateTimeOffset To);

public sealed record AdvanceClockPayload(DateTimeOffset? Now);

[MutationType]
public static class OperationMutations
{
    /// <summary>Runs a scheduled job now, as of the domain clock, and answers when it has finished.</summary>
    [Authorize(Policy = Policies.Administrator)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>]
    public static async Task<MutationResult<RunScheduledJobPayload>> RunScheduledJobAsync(RunScheduledJobInput input, ScheduledJobRunner runner, CancellationToken cancellation) =>
        // A client that leaves, or the operation's time limit, ends the waiting and not the run: its record says how it went.
        (await runner.RunAsync(input.Name, CancellationToken.None).WaitAsync(cancellation)).Match<MutationResult<RunScheduledJobPayload>>(
            run => new RunScheduledJobPayload(run), refusal => refusal.ToError(input.Name));

    /// <summary>Moves the domain clock forward; ForbiddenError unless the host runs with Simulation:Clock=true.</summary>
    [Authorize(Policy = Policies.Administrator)]
    [Error<ForbiddenError>, Error<ValidationError>]
    public static async Task<MutationResult<AdvanceClockPayload>> AdvanceClockAsync(AdvanceClockInput input, DomainClock clock, ChangeFeed changes, CancellationToken cancellation)
    {
        var outcome = await clock.AdvanceAsync(input.To, cancellation);
        if (outcome.Refusal is null)
        {
            // What ends by time may have ended in any wallet.
            changes.EverythingChanged();
        }

        return outcome.Match<MutationResult<AdvanceClockPayload>>(moved => new AdvanceClockPayload(moved.Now), refusal => refusal.ToError());
    }
}
