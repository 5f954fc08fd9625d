using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;

namespace Experiments.Tests.Lifecycle;

public sealed class FlagServiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, NewFlag> Nonsense => new()
    {
        { "key", Samples.Flag("Upper") },
        { "key", Samples.Flag(new string('a', 101)) },
        { "description", Samples.Flag("new") with { Description = "" } },
        { "variants", Samples.Flag("new") with { Variants = [] } },
        { "variants[0].name", Samples.Flag("new") with { Variants = [new("", Samples.Json("1"))] } },
        { "variants[0].configuration", Samples.Flag("new") with { Variants = [new("standard", default)] } },
        { "variants", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("1")), new("standard", Samples.Json("2"))] } },
        { "variants", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("1")), new("STANDARD", Samples.Json("2"))] } },
        { "variants", Samples.Flag("new") with { Variants = [.. Enumerable.Range(0, 51).Select(n => new FlagVariant($"v{n}", Samples.Json("1")))] } },
        { "variants[1].configuration", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("1")), new("doubled", Samples.Json("\"2\""))] } },
        { "variants[0].configuration.A", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("""{"a":1,"A":2}"""))] } },
        { "variants[0].configuration", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("""{"a:b":1}"""))] } },
        { "variants[0].configuration", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("\"\\u0000\""))] } },
        { "variants[0].configuration", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("\"\\ud800\""))] } },
        { "variants[0].configuration", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("1e999"))] } },
        { "variants[0].configuration", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("1e-99999"))] } },
        { "variants[0].configuration", Samples.Flag("new") with { Variants = [new("standard", Samples.Json("\"" + new string('x', 300_000) + "\""))] } },
        { "variants[0].name", Samples.Flag("new") with { Variants = [new(new string('x', 201), Samples.Json("1"))], DefaultVariant = new string('x', 201), OffVariant = new string('x', 201) } },
        { "defaultVariant", Samples.Flag("new") with { DefaultVariant = "tripled" } },
        { "offVariant", Samples.Flag("new") with { OffVariant = "tripled" } },
    };

    [Fact]
    public async Task A_new_flag_is_read_back_as_created_and_evaluates_at_once()
    {
        await using var node = await Node.StartAsync();

        var created = (await node.FlagService.CreateAsync(Samples.Flag("new"), "pm", Cancellation)).Value!;

        (created.Version, created.UpdatedAt, created.Archived).ShouldBe((1, node.Clock.GetUtcNow(), false));
        created.Variants.Select(variant => variant.Name).ShouldBe(["standard", "doubled"]);
        var read = (await node.FlagReader.FindAsync("new", Cancellation))!;
        read.Variants.Select(variant => variant.Configuration.GetProperty("rateCard").GetString()).ShouldBe(["2023-03", "doubled"]);
        (read.Key, read.Description, read.Version, read.UpdatedAt).ShouldBe((created.Key, created.Description, created.Version, created.UpdatedAt));
        node.Flags.Evaluate("new", "anybody").Reason.ShouldBe(EvaluationReason.Default);
    }

    [Fact]
    public async Task Nonsense_is_refused_by_the_field_that_holds_it()
    {
        await using var node = await Node.StartAsync();
        foreach (var (field, flag) in Nonsense.Select(row => row.Data))
            (await node.FlagService.CreateAsync(flag, "pm", Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe(field, flag.ToString());

        await node.FlagService.CreateAsync(Samples.Flag("new"), "pm", Cancellation);
        (await node.FlagService.CreateAsync(Samples.Flag("new"), "pm", Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe("key");
        (await node.FlagReader.ListAsync(Cancellation)).Select(flag => flag.Key).ShouldBe(["new"]);
    }
}
