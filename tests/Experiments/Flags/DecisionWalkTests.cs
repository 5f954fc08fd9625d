using Experiments.Flags;
using Experiments.Tests.Support;

namespace Experiments.Tests.Flags;

/// <summary>What is explained is what is evaluated.</summary>
public sealed class DecisionWalkTests
{
    private static readonly MovableClock Clock = new();

    [Fact]
    public void Reason_and_variant_equal_the_evaluators_for_random_definitions_experiments_overrides_and_units()
    {
        var met = new Dictionary<EvaluationReason, int>();
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var definition = FlagDefinition.Parse(Samples.Json(RandomDefinitions.Definition(random, Clock).ToJsonString()));
            var experiment = random.Next(3) == 0 ? null : new RunningExperiment("e", random.Next(2) == 0, Names(random));
            var overrides = Names(random);
            foreach (var rule in definition.Users.Where(_ => random.Next(2) == 0))
            {
                foreach (var name in rule.Names)
                    overrides[name] = rule.Variant;
            }

            var enabled = random.Next(6) > 0;
            var compiled = new CompiledFlag(definition, enabled, experiment, Clock, overrides);

            for (var round = 0; round < 50; round++)
            {
                var unit = RandomDefinitions.Unit(random, round);
                var evaluation = compiled.Evaluate(unit.UserId, unit);
                var decision = new DecisionWalk(definition, enabled, experiment, overrides, Clock).Explain(unit);
                var about = $"seed {seed}, unit {unit.UserId}: {string.Join(' ', decision.Steps)}";
                (decision.Variant, decision.Reason).ShouldBe((evaluation.Variant, evaluation.Reason), about);
                decision.Steps[^1].ShouldContain($"'{evaluation.Variant}'", customMessage: about);
                decision.Steps.ShouldAllBe(step => step.EndsWith('.'));
                met[evaluation.Reason] = met.GetValueOrDefault(evaluation.Reason) + 1;
            }
        }

        Enum.GetValues<EvaluationReason>().ShouldAllBe(reason => met[reason] > 50);
    }

    private static Dictionary<string, string> Names(Random random)
        => Enumerable.Range(0, 12).Where(_ => random.Next(3) == 0).ToDictionary(n => $"u{n}", _ => RandomDefinitions.Variants[random.Next(3)], StringComparer.Ordinal);
}
