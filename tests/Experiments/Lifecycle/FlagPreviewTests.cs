using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

public sealed class FlagPreviewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static JsonElement Half(string key, Action<JsonObject>? change = null)
    {
        var definition = ExperimentRules.NewDefinition(Samples.Flag(key));
        definition["allocation"]!["percentile"] = JsonNode.Parse("""[{"variant":"doubled","from":0,"to":50}]""");
        change?.Invoke(definition);
        return Samples.Json(definition.ToJsonString());
    }

    private static async Task<Outcome<FlagChangePreview>> PreviewAsync(Node node, string flag, JsonElement definition)
        => await node.Services.GetRequiredService<FlagPreview>().PreviewAsync((await node.FlagReader.FindAsync(flag, Cancellation))!, definition, Cancellation);

    [Fact]
    public async Task Units_seen_lately_by_the_host_or_in_exposures_are_counted_once_with_where_they_would_go_and_nothing_is_saved()
    {
        var accounts = new Accounts(200);
        await using var node = await Node.StartAsync(configure: services => services.AddSingleton<IRecentUnits>(accounts).AddSingleton<IHostFlag>(accounts));
        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference with { Experiments = [] }, Cancellation);
        (await node.FlagService.CreateAsync(Samples.Flag("by-account"), "pm", Cancellation)).Value();
        (await node.Experiments.CreateAsync(Samples.Draft("seen", ExperimentUnit.Account, "by-account"), "pm", Cancellation)).Value();
        await node.ExecuteAsync("select experiments.expose('seen', 'account-5', 'doubled', '2026-02-20'), experiments.expose('seen', 'erased', 'doubled', '2026-02-20'), experiments.expose('seen', 'long-ago', 'doubled', '2026-01-01')");
        var version = node.Snapshots.Version;

        var preview = (await PreviewAsync(node, "by-account", Half("by-account"))).Value();

        preview.Units.ShouldBe(201);
        accounts.Since.ShouldBe(node.Clock.GetUtcNow().AddDays(-30));
        var expected = Enumerable.Range(0, 200).Select(n => $"account-{n}").Append("erased").Count(unit => Bucket.Of(unit, "by-account") < 50);
        preview.Switching.ShouldBe(expected);
        preview.Moves.ShouldBe([new VariantMove("standard", "doubled", expected)]);
        preview.OpenQuotesAffected.ShouldBe(2 * expected);
        node.Snapshots.Version.ShouldBe(version);
        node.Flags.Evaluate("by-account", "account-1").Reason.ShouldBe(EvaluationReason.Default);

        // Groups and attributes of the host's units count, and switching a flag off is a change too.
        var grouped = Half("by-account", d => d["allocation"]!["group"] = JsonNode.Parse("""[{"variant":"standard","groups":["EVEN"]}]"""));
        (await PreviewAsync(node, "by-account", grouped)).Value().Switching.ShouldBeLessThan(expected);
        (await PreviewAsync(node, "by-account", Half("by-account", d => d["enabled"] = false))).Value().Switching.ShouldBe(0);
        (await PreviewAsync(node, "by-account", Half("by-account", d => d["id"] = "other"))).Refused<FlagChangePreview, Invalid>().Field.ShouldBe("definition.id");
    }

    [Fact]
    public async Task A_million_units_are_streamed_in_bounded_time_and_memory()
    {
        var accounts = new Accounts(1_200_000);
        await using var node = await Node.StartAsync(configure: services => services.AddSingleton<IRecentUnits>(accounts).AddSingleton<IHostFlag>(accounts));
        (await node.FlagService.CreateAsync(Samples.Flag("by-account"), "pm", Cancellation)).Value();

        var preview = (await PreviewAsync(node, "by-account", Half("by-account"))).Value();

        preview.Units.ShouldBe(FlagPreview.MostUnits);
        preview.Switching.ShouldBeInRange(498_000, 502_000);
        accounts.LargestBatch.ShouldBeLessThanOrEqualTo(5_000);
        accounts.MostAlive.ShouldBeLessThan(200, "keys are read one by one and forgotten: of a batch of 5,000 one in a hundred is looked for, and hardly more than one batch is alive");
    }

    private sealed class Accounts(int count) : IRecentUnits, IHostFlag
    {
        private const int LookedFor = 100;

        // Those units themselves: how much memory the process holds is other tests' doing too.
        private readonly List<WeakReference> read = [];

        public DateTimeOffset Since { get; private set; }

        public int LargestBatch { get; private set; }

        public int MostAlive { get; private set; }

        public ExperimentUnit Unit => ExperimentUnit.Account;

        public string FlagKey => "by-account";

        public string? Problem(FlagVariant variant) => null;

        public Task<int> OpenQuotesAsync(IReadOnlyCollection<string> units, CancellationToken cancellation)
        {
            LargestBatch = Math.Max(LargestBatch, units.Count);
            return Task.FromResult(2 * units.Count);
        }

        public async IAsyncEnumerable<UnitContext> SinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Since = since;
            await Task.Yield();
            for (var number = 0; number < count; number++)
            {
                if (number % 250_000 == 249_999)
                {
                    GC.Collect();
                    MostAlive = Math.Max(MostAlive, read.Count(key => key.IsAlive));
                }

                var unit = new UnitContext($"account-{number}", number % 2 == 0 ? ["EVEN"] : []);
                if (number % LookedFor == 0)
                    read.Add(new WeakReference(unit.UserId));
                yield return unit;
            }
        }
    }
}
