using System.Text.Json.Nodes;
using Experiments.Flags;
using Experiments.Lifecycle;

namespace Experiments.Tests.Lifecycle;

public sealed class ExperimentRulesTests
{
    private const string Definition = """
        {"id":"f","enabled":true,"variants":[{"name":"a"},{"name":"b"}],
         "conditions":{"client_filters":[]},
         "allocation":{"default_when_enabled":"a","default_when_disabled":"a","seed":"own",
           "user":[{"variant":"b","users":["mine"]}],"percentile":[{"variant":"b","from":0,"to":10}]}}
        """;

    private static readonly StratifiedDraw.Assigned[] Drawn = [new("u1", "a", 0, 0, 1), new("u2", "b", 0, 0, 1)];

    [Fact]
    public void Stopping_puts_back_exactly_what_starting_replaced()
    {
        var definition = JsonNode.Parse(Definition)!.AsObject();
        var replaced = ExperimentRules.Write(definition, "layer", [new PercentileRange("a", 0, 50)], Drawn, new JsonObject { ["client_filters"] = new JsonArray() });
        JsonNode.DeepEquals(definition, JsonNode.Parse(Definition)).ShouldBeFalse();

        ExperimentRules.Remove(definition, replaced, Drawn.ToDictionary(unit => unit.Unit, unit => unit.Variant));
        JsonNode.DeepEquals(definition, JsonNode.Parse(Definition)).ShouldBeTrue(definition.ToJsonString());
    }

    [Fact]
    public void Drawn_units_come_after_the_flags_own_rules()
    {
        var definition = JsonNode.Parse(Definition)!.AsObject();
        ExperimentRules.Write(definition, "layer", [], Drawn, audience: null);

        definition["allocation"]!["user"]!.AsArray().Select(rule => rule!["users"]![0]!.GetValue<string>()).ShouldBe(["mine", "u1", "u2"]);
    }

    [Fact]
    public void A_rule_added_while_it_ran_survives_its_end()
    {
        var definition = JsonNode.Parse(Definition)!.AsObject();
        var replaced = ExperimentRules.Write(definition, "layer", [], Drawn, audience: null);
        definition["allocation"]!["user"]!.AsArray().Insert(0, new JsonObject { ["variant"] = "b", ["users"] = new JsonArray("u1") });

        ExperimentRules.Remove(definition, replaced, Drawn.ToDictionary(unit => unit.Unit, unit => unit.Variant));
        definition["allocation"]!["user"]!.AsArray().Count.ShouldBe(2);
    }
}
