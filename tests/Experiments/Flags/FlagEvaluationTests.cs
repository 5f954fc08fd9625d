using Experiments.Flags;
using Experiments.Tests.Support;

namespace Experiments.Tests.Flags;

public sealed class FlagEvaluationTests
{
    private const string Definition = """
        {"id":"f","enabled":true,
         "variants":[{"name":"a","configuration_value":{"n":1}},{"name":"b","configuration_value":2},{"name":"off"}],
         "allocation":{"default_when_enabled":"a","default_when_disabled":"off","seed":"s",
           "user":[{"variant":"b","users":["drawn","named"]}],
           "group":[{"variant":"b","groups":["staff"]}],
           "percentile":[{"variant":"b","from":0,"to":50}]}}
        """;

    private static readonly RunningExperiment Experiment = new("x", HasAudience: false, new Dictionary<string, string> { ["drawn"] = "b" });
    private static readonly string Low = Enumerable.Range(0, 100).Select(i => $"u{i}").First(unit => Bucket.Of(unit, "s") < 50);
    private static readonly string High = Enumerable.Range(0, 100).Select(i => $"u{i}").First(unit => Bucket.Of(unit, "s") >= 50);

    private static FlagSnapshot Snapshot(string definition = Definition, bool enabled = true, RunningExperiment? experiment = null, TimeProvider? clock = null)
        => new(1, [new FlagSource("f", enabled, Samples.Json(definition), experiment)], clock ?? TimeProvider.System);

    [Fact]
    public void A_disabled_flag_gives_its_off_variant_to_everybody()
    {
        var evaluation = Snapshot(enabled: false, experiment: Experiment).Evaluate("f", "drawn");

        evaluation.Variant.ShouldBe("off");
        evaluation.Reason.ShouldBe(EvaluationReason.Off);
        evaluation.Treatment.ShouldBeNull();
        evaluation.Configuration.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public void A_users_own_rule_comes_first_and_is_no_treatment()
    {
        var evaluation = Snapshot(experiment: Experiment).Evaluate("f", "named");

        (evaluation.Variant, evaluation.Reason, evaluation.Treatment).ShouldBe(("b", EvaluationReason.Targeted, null));
    }

    [Fact]
    public void A_drawn_unit_is_allocated_and_carries_its_treatment()
    {
        var evaluation = Snapshot(experiment: Experiment).Evaluate("f", "drawn");

        (evaluation.Variant, evaluation.Reason, evaluation.Treatment).ShouldBe(("b", EvaluationReason.Allocated, new Treatment("x", "b")));
        evaluation.Configuration.GetInt32().ShouldBe(2);
    }

    [Fact]
    public void A_group_rule_comes_before_percentiles()
    {
        var evaluation = Snapshot(experiment: Experiment).Evaluate("f", new UnitContext(Low, ["visitors", "staff"]));

        (evaluation.Variant, evaluation.Reason, evaluation.Treatment).ShouldBe(("b", EvaluationReason.Targeted, null));
    }

    [Fact]
    public void A_percentile_range_is_a_treatment_while_an_experiment_runs()
    {
        Snapshot(experiment: Experiment).Evaluate("f", Low).Treatment.ShouldBe(new Treatment("x", "b"));
        Snapshot().Evaluate("f", Low).Treatment.ShouldBeNull();
        Snapshot().Evaluate("f", Low).Reason.ShouldBe(EvaluationReason.Allocated);
    }

    [Fact]
    public void Whoever_no_rule_concerns_gets_the_default_and_is_not_in_the_experiment()
    {
        Snapshot(experiment: Experiment).Evaluate("f", High).Reason.ShouldBe(EvaluationReason.NotInExperiment);
        Snapshot().Evaluate("f", High).Reason.ShouldBe(EvaluationReason.Default);
        Snapshot().Evaluate("f", High).Variant.ShouldBe("a");
    }

    [Fact]
    public void An_unknown_flag_is_never_silent()
    {
        Should.Throw<UnknownFlagException>(() => Snapshot().Evaluate("g", "unit")).FlagKey.ShouldBe("g");
        Snapshot().TryEvaluate("g", new UnitContext("unit"), out _).ShouldBeFalse();
    }

    [Fact]
    public void A_unit_without_a_key_is_refused() => Should.Throw<ArgumentException>(() => Snapshot().Evaluate("f", ""));

    [Fact]
    public void A_time_window_opens_and_closes_with_the_clock()
    {
        var clock = new MovableClock();
        var from = clock.GetUtcNow().AddHours(1);
        var definition = Definition.Replace("\"enabled\":true,", $$$"""
            "enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.TimeWindow","parameters":{"Start":"{{{from:O}}}","End":"{{{from.AddHours(1):O}}}"}}]},
            """, StringComparison.Ordinal);
        var snapshot = Snapshot(definition, experiment: Experiment with { HasAudience = true }, clock: clock);

        snapshot.Evaluate("f", "drawn").Reason.ShouldBe(EvaluationReason.NotInExperiment);
        clock.Advance(TimeSpan.FromHours(1));
        snapshot.Evaluate("f", "drawn").Reason.ShouldBe(EvaluationReason.Allocated);
        clock.Advance(TimeSpan.FromHours(1));
        snapshot.Evaluate("f", "drawn").Variant.ShouldBe("off");
    }

    [Theory]
    [InlineData("drawn")]
    [InlineData("nobody-in-particular")]
    public void Nothing_is_put_on_the_heap(string unit)
    {
        var snapshot = Snapshot(experiment: Experiment);
        for (var warm = 0; warm < 1_000; warm++)
            snapshot.Evaluate("f", unit);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++)
            snapshot.Evaluate("f", unit);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000, "less than a byte each time");
    }

    [Theory]
    [InlineData("\"default_when_enabled\":\"a\"", "\"default_when_enabled\":\"z\"")]
    [InlineData("\"seed\":\"s\"", "\"seed\":\"\"")]
    [InlineData("\"to\":50", "\"to\":101")]
    [InlineData("\"from\":0", "\"from\":60")]
    [InlineData("{\"name\":\"off\"}", "{\"name\":\"a\"}")]
    [InlineData("\"enabled\":true", "\"enabled\":\"yes\"")]
    public void A_definition_that_does_not_hold_together_is_refused(string sound, string broken)
    {
        Definition.ShouldContain(sound);
        Should.Throw<FlagDefinitionException>(() => FlagDefinition.Parse(Samples.Json(Definition.Replace(sound, broken, StringComparison.Ordinal))));
    }
}
