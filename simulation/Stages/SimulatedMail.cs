using Marketplace.Interviews;
using Marketplace.Notifications;
using Marketplace.Simulation.Model;

namespace Marketplace.Simulation.Stages;

/// <summary>Takes mail and texts of people who do not exist.</summary>
internal sealed class SimulatedMail : IMailSender, ITextMessageSender
{
    private int _count;

    public int Count => _count;

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
