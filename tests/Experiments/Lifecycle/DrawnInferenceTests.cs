using Experiments.Database;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Experiments.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

/// <summary>From the draw that a start records to the p-value: held to plain enumeration of everything that could have been drawn.</summary>
public sealed class DrawnInferenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(50, 12, "sd", 64)]
    [InlineData(25, 12, "sddd", 64)]
    [InlineData(75, 12, "sssd", 64)]
    // A category with a rule of its own is not drawn: the last block is not full.
    [InlineData(50, 11, "sd", 64)]
    [InlineData(25, 11, "sddd", 64)]
    public async Task The_exact_p_value_equals_a_plain_enumeration_over_every_assignment_that_could_have_been_drawn(int standard, int units, string hand, int assignments)
    {
        await using var node = await Node.StartSeededAsync();
        if (units < Categories.Keys.Count)
            await node.ExecuteAsync("""update experiments.flag set definition = jsonb_set(definition::jsonb, '{allocation,user}', '[{"variant":"doubled","users":["legal"]}]')""");
        ExperimentArm[] arms = [new("standard", standard, true), new("doubled", 100 - standard, false)];
        (await node.Experiments.UpdateAsync(new(Samples.Change(), Arms: arms), Cancellation)).Value();
        (await node.Experiments.StartAsync(Samples.Change(version: 2), Cancellation)).Value();
        var drawn = await RecordedAsync(node);
        drawn.Length.ShouldBe(units);

        var possible = Possible(drawn, hand);
        possible.Keys.Count.ShouldBe(assignments);
        possible.ShouldContainKey(Key(drawn.Select(unit => unit.Variant)));
        var random = new Random(units + standard);
        for (var round = 0; round < 20; round++)
        {
            // Few values, so that ties occur.
            var outcomes = drawn.ToDictionary(unit => unit.Unit, _ => new UnitOutcome(random.Next(round % 2 == 0 ? 6 : 1_000)), StringComparer.Ordinal);
            var result = RandomizationAnalysis.Of(new FewUnitsNumbers(arms, drawn, [new(Samples.Reference.Metrics[0], MetricRole.Primary, outcomes)], []));

            decimal[] values = [.. drawn.Select(unit => outcomes[unit.Unit].Value)];
            var seen = Math.Abs(Difference(drawn.Select(unit => unit.Variant == "doubled" ? 'd' : 's'), values));
            var extreme = possible.Where(way => Math.Abs(Difference(way.Key, values)) >= seen).Sum(way => way.Value);
            var expected = (double)extreme / possible.Values.Sum();
            result.Method.ShouldBe(AnalysisMethod.ExactRandomization);
            result.Metrics[0].Arms.Single(arm => arm.Variant == "doubled").PValue!.Value.ShouldBe(expected, 1e-12, $"round {round}");
        }
    }

    [Fact]
    public void What_can_be_enumerated_is_what_seeds_draw_and_each_as_often()
    {
        UnitVolume[] volumes = [.. Categories.Keys.Select((key, index) => new UnitVolume(key, 100 * index))];
        ExperimentArm[] arms = [new("standard", 50, true), new("doubled", 50, false)];
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 12_800; seed++)
        {
            var drawn = StratifiedDraw.Draw(volumes, arms, $"seed-{seed}");
            var way = Key(drawn.Select(unit => unit.Variant));
            counts[way] = counts.GetValueOrDefault(way) + 1;
        }

        var one = StratifiedDraw.Draw(volumes, arms, "any").Select(unit => new DesignUnit(unit.Unit, unit.Block, unit.Variant)).ToArray();
        counts.Keys.Order(StringComparer.Ordinal).ShouldBe(Possible(one, "sd").Keys.Order(StringComparer.Ordinal));
        // Chi-squared with 63 degrees of freedom: 103 is its 0.999 quantile, and the seeds are always these.
        counts.Values.Sum(count => (count - 200.0) * (count - 200.0) / 200).ShouldBeLessThan(103);
    }

    // Each block's units get each of the cards of a hand in turn; several ways of dealing may come to one assignment.
    private static Dictionary<string, long> Possible(DesignUnit[] units, string hand)
    {
        var ways = new Dictionary<string, long>(StringComparer.Ordinal);
        Deal(0, new char[units.Length], []);
        return ways;

        void Deal(int at, char[] dealt, HashSet<(int Block, int Card)> gone)
        {
            if (at == units.Length)
            {
                var way = new string(dealt);
                ways[way] = ways.GetValueOrDefault(way) + 1;
                return;
            }

            for (var card = 0; card < hand.Length; card++)
            {
                if (!gone.Add((units[at].Block, card)))
                    continue;
                dealt[at] = hand[card];
                Deal(at + 1, dealt, gone);
                gone.Remove((units[at].Block, card));
            }
        }
    }

    private static decimal Difference(IEnumerable<char> dealt, decimal[] values)
    {
        var pairs = dealt.Zip(values).ToArray();
        // Over a common denominator: shares of a third would differ in the last digit.
        var (treated, control) = (pairs.Where(pair => pair.First == 'd').ToArray(), pairs.Where(pair => pair.First == 's').ToArray());
        return decimal.Round((treated.Sum(pair => pair.Second) * control.Length - control.Sum(pair => pair.Second) * treated.Length) / (treated.Length * control.Length), 18);
    }

    private static string Key(IEnumerable<string> variants) => string.Concat(variants.Select(variant => variant == "doubled" ? 'd' : 's'));

    private static async Task<DesignUnit[]> RecordedAsync(Node node)
    {
        var row = await node.Services.GetRequiredService<ExperimentsDbContext>().Experiments.AsNoTracking().Include(row => row.Assignments).SingleAsync(Cancellation);
        return [.. row.Assignments.OrderByDescending(unit => unit.Volume).Select(unit => new DesignUnit(unit.Unit, unit.Block, unit.Variant))];
    }
}
