using System.Text.Json.Nodes;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

public sealed class AssignmentExplainerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<AssignmentExplanation> ExplainAsync(Node node, string unit, string experiment = Samples.DoubleRateCard, Dictionary<string, string>? attributes = null)
        => node.Services.GetRequiredService<AssignmentExplainer>().ExplainAsync(experiment, new UnitContext(unit, ["CLIENT"], attributes), Cancellation);

    [Fact]
    public async Task A_layered_experiment_is_explained_down_to_region_and_traffic_for_everybody_as_evaluated()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.FlagService.CreateAsync(Samples.Flag("by-account"), "pm", Cancellation)).Value();
        var draft = Samples.Draft("half", ExperimentUnit.Account, "by-account") with { Layer = "pricing", LayerShare = 60, Traffic = 50, Audience = Samples.Json("""{"attributes":{"country":["US"]}}""") };
        (await node.Experiments.CreateAsync(draft, "pm", Cancellation)).Value();
        (await node.Experiments.StartAsync(Samples.Change("half"), Cancellation)).Value();
        await node.Services.GetRequiredService<VariantOverrides>().SetAsync(new VariantOverride("half", "account-7", "doubled", "pm", "To see it"), Cancellation);
        var met = new HashSet<string>();
        for (var number = 0; number < 300; number++)
        {
            var attributes = new Dictionary<string, string> { ["country"] = number % 5 == 0 ? "DE" : "US" };
            var explanation = await ExplainAsync(node, $"account-{number}", "half", attributes);
            var evaluation = node.Flags.Evaluate("by-account", new UnitContext($"account-{number}", ["CLIENT"], attributes));
            (explanation.Variant, explanation.Reason).ShouldBe((evaluation.Variant, evaluation.Reason), string.Join(' ', explanation.Steps));
            explanation.Steps[0].ShouldBe("The experiment 'half' runs on the flag 'by-account'.");
            if (explanation.Bucket is { } bucket)
            {
                var text = string.Join(' ', explanation.Steps);
                text.ShouldContain($"bucket {DecisionWalk.Shown((double)bucket)} of 100");
                text.ShouldContain("0 to 60 of the layer 'pricing'");
                var where = bucket < 15 ? "'standard'." : bucket < 30 ? "not yet this one" : bucket < 45 ? "'doubled'." : bucket < 60 ? "not yet this one" : "none of them";
                text.ShouldContain(where, customMessage: text);
                met.Add(bucket < 60 ? $"{Math.Floor(bucket / 15)}" : "out");
            }
            else
            {
                explanation.Reason.ShouldBeOneOf(EvaluationReason.NotInExperiment, EvaluationReason.Overridden);
            }
        }

        met.Order(StringComparer.Ordinal).ShouldBe(["0", "1", "2", "3", "out"]);
        (await ExplainAsync(node, "account-7", "half", new() { ["country"] = "US" })).Reason.ShouldBe(EvaluationReason.Overridden);
    }

    [Fact]
    public async Task A_draft_a_draw_a_disabled_and_an_archived_flag_say_so()
    {
        await using var node = await Node.StartSeededAsync();
        var draft = await ExplainAsync(node, "legal");
        (draft.Reason, draft.Variant, draft.Bucket).ShouldBe((EvaluationReason.Default, "standard", null));
        draft.Steps[0].ShouldContain("is DRAFT");

        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        var drawn = await ExplainAsync(node, "legal");
        (drawn.Reason, drawn.Variant).ShouldBe((EvaluationReason.Allocated, node.Flags.Evaluate(Samples.RateCard, "legal").Variant));
        drawn.Steps[^1].ShouldBe($"The draw of the experiment 'double-rate-card' gave it '{drawn.Variant}'.");

        await node.FlagService.UpdateAsync(new FlagEdit(Samples.RateCard, 2, false, null, null, "pm", "Off"), Cancellation);
        var off = await ExplainAsync(node, "legal");
        (off.Reason, off.Steps[^1]).ShouldBe((EvaluationReason.Off, "The flag is off: it gets the variant for disabled, 'standard'."));

        (await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation)).Value();
        var flag = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!;
        (await node.FlagService.ArchiveAsync(new FlagChange(Samples.RateCard, flag.Version, "pm", "Gone"), Cancellation)).Value();
        (await ExplainAsync(node, "legal")).Steps[0].ShouldContain("is archived");
    }
}
