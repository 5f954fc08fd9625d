using Experiments.Analysis;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Analysis;

public sealed class FewUnitsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Categories_are_compared_over_the_design_they_were_drawn_by_with_those_that_nothing_was_recorded_of()
    {
        await using var node = await Node.StartSeededAsync();
        var experiment = (await node.Experiments.StartAsync(Samples.Change(), Cancellation)).Value();
        var start = experiment.StartedAt!.Value;
        var random = new Random(7);
        var happenings = new List<Happening>();
        var spent = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var category in Categories.Keys.Where(category => category is not ("legal" or "writing")))
        {
            var arm = node.Flags.Evaluate(Samples.RateCard, category).Treatment.ShouldNotBeNull().Variant;
            await node.ExposeAsync(Samples.DoubleRateCard, category, arm, start.AddHours(1));
            var connects = random.Next(50, 90) * (arm == "doubled" ? 3 : 1);
            spent.Add(category, connects);
            happenings.Add(new Happening("connects-spent", start.AddHours(1), connects, Account: 1, Category: category));
            happenings.Add(new Happening("connects-spent", start, 10_000, Account: 1, Category: category));
        }

        await node.ExposeAsync(Samples.DoubleRateCard, "writing", "doubled", start.AddHours(1));
        await node.ExposeAsync(Samples.DoubleRateCard, "writing", "standard", start.AddHours(2));
        happenings.Add(new Happening("connects-spent", start.AddHours(2), 700, Account: 1, Category: "writing"));
        await node.HappenAsync(happenings);
        node.Clock.Advance(TimeSpan.FromDays(1));

        var results = (await node.Services.GetRequiredService<ExperimentResultsService>().ComputeAsync(Samples.DoubleRateCard, Cancellation)).ShouldNotBeNull();

        var design = new List<DesignUnit>();
        await using (var command = node.Application.CreateCommand("select unit, block, variant from experiments.assignment order by block, unit"))
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
                design.Add(new DesignUnit(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), Included: reader.GetString(0) != "writing"));
        }

        var expected = RandomizationAnalysis.Of(new FewUnitsNumbers(
            experiment.Arms,
            design,
            [new FewUnitsMetric(Samples.Reference.Metrics[0], MetricRole.Primary, spent.ToDictionary(unit => unit.Key, unit => new UnitOutcome(unit.Value)))],
            []));
        results.UnitsInSeveralArms.ShouldBe(1);
        results.Analysis.Method.ShouldBe(AnalysisMethod.ExactRandomization);
        results.Analysis.SmallestPValue.ShouldBe(expected.SmallestPValue);
        results.Analysis.Metrics[0].Arms.ShouldBe(expected.Metrics[0].Arms);
        results.Analysis.Metrics[0].Arms[1].Lift.ShouldNotBeNull().ShouldBeGreaterThan(1);
        results.Analysis.Metrics[0].Arms.Sum(arm => arm.Units).ShouldBe(11);
    }

    [Fact]
    public async Task A_guardrail_of_few_units_tells_and_stops_nothing()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.FlagService.CreateAsync(Samples.Flag("by-category"), "pm", Cancellation)).Value();
        var draft = Samples.Draft("few", ExperimentUnit.JobCategory, "by-category") with
        {
            PrimaryMetric = "proposals",
            Guardrails = [new Guardrail("connects-spent", 0.05m, StopsExperiment: true)],
        };
        (await node.Experiments.CreateAsync(draft, "pm", Cancellation)).Value();
        var experiment = (await node.Experiments.StartAsync(Samples.Change("few"), Cancellation)).Value();
        var at = experiment.StartedAt!.Value.AddHours(1);
        var happenings = new List<Happening>();
        foreach (var (index, category) in Categories.Keys.Index())
        {
            var arm = node.Flags.Evaluate("by-category", category).Treatment.ShouldNotBeNull().Variant;
            await node.ExposeAsync("few", category, arm, at);
            happenings.Add(new Happening("connects-spent", at, arm == "doubled" ? 10 + index : 1000 + index, Account: 1, Category: category));
        }

        await node.HappenAsync(happenings);
        node.Clock.Advance(TimeSpan.FromDays(1));
        var service = node.Services.GetRequiredService<ExperimentResultsService>();
        var results = (await service.ComputeAsync("few", Cancellation)).ShouldNotBeNull();

        results.Analysis.Method.ShouldBe(AnalysisMethod.ExactRandomization);
        (await node.ExperimentReader.FindAsync("few", Cancellation))!.State.ShouldBe(ExperimentState.Running);
        (await service.BreachesAsync([experiment.Id], Cancellation))[experiment.Id].ShouldHaveSingleItem().Reason.ShouldEndWith(
            "the limit is 5 percent. With few units this holds for one look alone and stops nothing: look at it, and stop the experiment if it should be.");
    }
}
