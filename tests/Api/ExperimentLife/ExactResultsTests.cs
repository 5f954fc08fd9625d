using System.Globalization;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests.ExperimentLife;

/// <summary>The category experiment from real charges to the p-values that GraphQL answers, held to plain enumeration of every draw its pairs allow.</summary>
public sealed class ExactResultsTests
{
    private static readonly decimal[] Budgets = [40, 300, 700, 5000];

    [Fact]
    public async Task XPR_01_the_exact_p_values_of_charges_by_category_equal_a_plain_enumeration_over_every_draw()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await ProductManager.OfAsync(host);
        await manager.DoAsync("startExperiment", "double-rate-card");
        var outcomes = await PlayAsync(host);

        var results = (await manager.ReadAsync("double-rate-card", """
            results { method smallestPValue unitsInSeveralArms warnings sampleRatio { mismatch arms { variant units expected } }
              metrics { metric { key } arms { variant units mean lift pValue adjustedPValue chanceToWin expectedLoss } timeline { variant lift } } }
            """))["results"]!;

        var pairs = await PairsAsync(host);
        pairs.Count.ShouldBe(6);
        ((string)results["method"]!).ShouldBe("EXACT_RANDOMIZATION");
        ((double)results["smallestPValue"]!).ShouldBe(2 / 64.0, 1e-12);
        results["sampleRatio"]!["arms"]!.AsArray().Select(arm => (int)arm!["units"]!).ShouldBe([6, 6]);
        var spent = Treated(results, "connects-spent");
        Close(spent, Enumerated(pairs, outcomes, (units, o) => units.Average(unit => (double)o[unit].Connects)));
        var perProposal = Treated(results, "connects-per-proposal");
        Close(perProposal, Enumerated(pairs, outcomes, (units, o) => (double)units.Sum(unit => o[unit].Connects) / units.Sum(unit => o[unit].Proposals)));
        var perJob = Treated(results, "proposals-per-job");
        Close(perJob, Enumerated(pairs, outcomes, (units, o) => (double)units.Sum(unit => o[unit].Proposals) / units.Sum(unit => o[unit].Jobs)));
        // One treatment of one primary metric needs no adjustment.
        ((double)spent["adjustedPValue"]!).ShouldBe((double)spent["pValue"]!);
        spent["expectedLoss"].ShouldBeNull();
        results["metrics"]![0]!["timeline"]!.AsArray().ShouldHaveSingleItem()!["lift"]!.GetValue<double>().ShouldBe((double)spent["lift"]!, 1e-12);
        ((double)results["metrics"]![0]!["arms"]!.AsArray().Sum(arm => 6 * (double)arm!["mean"]!)).ShouldBe(outcomes.Values.Sum(o => o.Connects), 1e-9);
    }

    /// <summary>One to three jobs of several sizes in each category; somebody proposes to some of them.</summary>
    private static async Task<Dictionary<string, Outcome>> PlayAsync(TestHost host)
    {
        var client = await MarketplaceClient.ClientAsync(host);
        MarketplaceClient[] talents = [await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.FreelancerAsync(host)];
        foreach (var talent in talents)
        {
            for (var bundle = 0; bundle < 3; bundle++)
                await talent.BuyAsync(80);
        }

        var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        var keys = (await host.QueryAsync("{ jobCategories { key } }"))["jobCategories"]!.AsArray().Select(c => (string)c!["key"]!);
        foreach (var (place, category) in keys.Index())
        {
            var (connects, proposals, jobs) = (0, 0, 1 + place % 3);
            for (var number = 0; number < jobs; number++)
            {
                var job = await client.PostJobAsync(Budgets[(place + number) % Budgets.Length], category);
                foreach (var talent in talents.Take(number == 0 ? 1 + place % 2 : (place + number) % 3))
                {
                    connects += (int)(await talent.SubmitAsync(job))["proposal"]!["connectsSpent"]!;
                    proposals++;
                }
            }

            outcomes.Add(category, new Outcome(connects, proposals, jobs));
        }

        return outcomes;
    }

    private static JsonNode Treated(JsonNode results, string metric) =>
        results["metrics"]!.AsArray().Single(m => (string)m!["metric"]!["key"]! == metric)!["arms"]!.AsArray().Single(arm => (string)arm!["variant"]! == "doubled")!;

    private static void Close(JsonNode arm, (double PValue, double Lift) expected)
    {
        ((double)arm["pValue"]!).ShouldBe(expected.PValue, 1e-12);
        ((double)arm["lift"]!).ShouldBe(expected.Lift, 1e-9);
    }

    // Each pair could have been dealt either way: 64 draws, each as likely.
    private static (double PValue, double Lift) Enumerated(
        List<(string Standard, string Doubled)> pairs, Dictionary<string, Outcome> outcomes, Func<List<string>, Dictionary<string, Outcome>, double> figure)
    {
        double Difference(int swapped, out double lift)
        {
            var doubled = pairs.Select((pair, at) => (swapped >> at & 1) == 1 ? pair.Standard : pair.Doubled).ToList();
            var standard = pairs.Select((pair, at) => (swapped >> at & 1) == 1 ? pair.Doubled : pair.Standard).ToList();
            var (treated, control) = (figure(doubled, outcomes), figure(standard, outcomes));
            lift = treated / control - 1;
            return treated - control;
        }

        var seen = Math.Abs(Difference(0, out var drawn));
        return (Enumerable.Range(0, 64).Count(swapped => Math.Abs(Difference(swapped, out _)) >= seen - 1e-12) / 64.0, drawn);
    }

    private static async Task<List<(string Standard, string Doubled)>> PairsAsync(TestHost host)
    {
        var drawn = await host.ScalarAsync<string>("select string_agg(block || ' ' || variant || ' ' || unit, ',') from experiments.assignment");
        return
        [
            .. drawn.Split(',').Select(unit => unit.Split(' ')).GroupBy(unit => int.Parse(unit[0], CultureInfo.InvariantCulture))
                .Select(pair => (pair.Single(unit => unit[1] == "standard")[2], pair.Single(unit => unit[1] == "doubled")[2])),
        ];
    }

    private sealed record Outcome(int Connects, int Proposals, int Jobs);
}
