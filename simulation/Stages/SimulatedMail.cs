using Marketplace.Interviews;
using Marketplace.Notifications;
using Marketplace.ScheduledJobs;
using Marketplace.Simulation.Model;
using Npgsql;

namespace Marketplace.Simulation.Stages;

/// <summary>
/// Takes mail and texts of people who do not exist, in the place of <see cref="OutboxDispatch"/> and by the same functions: what is claimed is settled in one
/// statement, since nobody is to be spoken with in between.
/// </summary>
internal sealed class SimulatedMail(NpgsqlDataSource source) : IScheduledWork, IMailSender, ITextMessageSender
{
    private const int AtOnce = 5000;

    private int _count;

    public int Count => _count;

    public string Name => "dispatch-outbox";

    public string Description => "Takes the email and the texts of simulated people.";

    public string Cron => "20 * * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        int taken;
        do
        {
            // An account's oldest message is claimed alone: rounds go on until nobody has one.
            await using var command = source.CreateCommand("""
                with settled as materialized (
                    select marketplace.settle_outbox(number, created_at, 'SENT', null, null, $2) from marketplace.claim_outbox($1, $2, interval '5 minutes'))
                select count(*)::integer from settled
                """);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtOnce });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = progress.AsOf });
            taken = (int)(await command.ExecuteScalarAsync(cancellation))!;
            Interlocked.Add(ref _count, taken);
            await progress.AddAsync(taken, cancellation);
        }
        while (taken > 0);
    }

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }

    public Task SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }
}

/// <summary>Draws of rewards that the run's seed decides.</summary>
internal sealed class SeededRewards(long seed) : RewardSeeds
{
    private int _count;

    public override long Next()
    {
        var random = SeededRandom.Of(seed, Topic.Reward, Interlocked.Increment(ref _count));
        return BitConverter.DoubleToInt64Bits(random.Next());
    }
}
