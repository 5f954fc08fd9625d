using Marketplace.Policies;
using Marketplace.Simulation.Model;
using Marketplace.Simulation.Stages;

namespace Marketplace.Simulation.Truth;

/// <summary>Finds out how large a population makes the proposals asked for: in a small market many look for a job that is not there.</summary>
internal static class Calibration
{
    private const int Attempts = 3;
    private const double Most = 6;

    /// <returns>The number of proposals to give to <see cref="Population.Of"/>.</returns>
    public static async Task<int> PeopleForAsync(SimulationOptions options, Timeline timeline, Behaviour behaviour, PolicyBook policies, CancellationToken cancellation)
    {
        var people = (double)options.Proposals;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var play = new Play(options.Seed, timeline, Population.Of(options.Seed, (int)people, timeline, behaviour), behaviour, new SketchStage(policies, timeline.From, "standard", "split"));
            await play.RunAsync(null, cancellation);
            var share = (double)options.Proposals / Math.Max(1, play.Market.Proposals);
            if (Math.Abs(share - 1) < 0.01)
            {
                break;
            }

            people = Math.Min(people * share, options.Proposals * Most);
        }

        return (int)people;
    }
}
