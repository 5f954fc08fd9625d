using System.Diagnostics;
using System.Text.Json.Nodes;
using Marketplace.Api.Tests.Subscriptions;
using Testing;

namespace Marketplace.Api.Tests.ExperimentLife;

/// <summary>Drafting, editing, growing, ending, over HTTP and sockets.</summary>
public sealed class ExperimentLifeTests : IAsyncLifetime
{
    private TestHost host = null!;
    private ProductManager manager = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        manager = await ProductManager.OfAsync(host);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_draft_is_edited_in_any_part_and_a_running_one_keeps_its_arms_and_audience()
    {
        var edited = await manager.DoAsync("updateExperiment", "interview-reward",
            ("name", "Luck"), ("audience", new { groups = new[] { "FREELANCER" } }), ("arms", new[] { Arm("randomized", "20"), Arm("split", "80", control: true) }));
        edited["arms"]!.AsArray().Select(a => (string)a!["variant"]!).ShouldBe(["randomized", "split"]);
        edited["audience"]!.ToJsonString().ShouldBe("""{"groups":["FREELANCER"]}""");
        // Left out is as it was; null lets everybody in.
        (await manager.DoAsync("updateExperiment", "interview-reward", ("name", "Fortune")))["audience"].ShouldNotBeNull();
        (await manager.DoAsync("updateExperiment", "interview-reward", ("audience", null)))["audience"].ShouldBeNull();

        var started = await manager.DoAsync("startExperiment", "interview-reward");
        var version = (int)started["version"]!;
        foreach (var (name, value) in new (string, object)[] { ("arms", new[] { Arm("randomized", "50"), Arm("split", "50", control: true) }), ("audience", new { groups = new[] { "AGENCY" } }) })
        {
            var refused = (await manager.TryAsync("updateExperiment", "interview-reward", version, (name, value)))["errors"]![0]!;
            ((string)refused["__typename"]!, (string)refused["state"]!).ShouldBe(("WrongStateError", "RUNNING"));
            ((string)refused["message"]!).ShouldStartWith(name);
        }

        ((int)(await manager.DoAsync("updateExperiment", "interview-reward", ("hypothesis", "None."), ("primaryMetric", "connects-spent"), ("secondaryMetrics", Array.Empty<string>())))["version"]!).ShouldBe(version + 1);
        var stale = (await manager.TryAsync("updateExperiment", "interview-reward", version, ("name", "Too late")))["errors"]![0]!;
        ((string)stale["__typename"]!, (int)stale["currentVersion"]!).ShouldBe(("VersionConflictError", version + 1));
        var log = (await manager.ReadAsync("interview-reward", "auditLog(first: 50) { nodes { action before after reason } }"))["auditLog"]!["nodes"]!.AsArray();
        log.Count(e => (string)e!["action"]! == "experiment.updated").ShouldBe(4);
        log.Where(e => (string)e!["action"]! != "experiment.created").ShouldAllBe(e => e!["before"] != null && e["after"] != null && (string)e["reason"]! == "A test says so.");
    }

    [Fact]
    public async Task Traffic_grows_alone_and_an_experiment_ends_once()
    {
        ((string)(await manager.TryAsync("archiveExperiment", "referral-reward", 1))["errors"]![0]!["state"]!).ShouldBe("DRAFT");
        await manager.DoAsync("changeTraffic", "referral-reward", ("traffic", "10"));
        await manager.DoAsync("startExperiment", "referral-reward");
        await manager.DoAsync("changeTraffic", "referral-reward", ("traffic", 12.5));
        var shrunk = (await manager.TryAsync("changeTraffic", "referral-reward", 4, ("traffic", "12.4999")))["errors"]![0]!;
        ((string)shrunk["__typename"]!, (string)shrunk["field"]!).ShouldBe(("ValidationError", "traffic"));
        var unknown = (await manager.TryAsync("rollOutVariant", "referral-reward", 4, ("variant", "tripled")))["errors"]![0]!;
        ((string)unknown["__typename"]!, (string)unknown["field"]!).ShouldBe(("ValidationError", "variant"));

        ((string)(await manager.DoAsync("rollOutVariant", "referral-reward", ("variant", "doubled")))["state"]!).ShouldBe("ROLLED_OUT");

        var flag = (await manager.ReadAsync("referral-reward", "stoppedAt flag { definition }"))["flag"]!["definition"]!;
        ((string)flag["allocation"]!["default_when_enabled"]!).ShouldBe("doubled");
        foreach (var mutation in new[] { "startExperiment", "stopExperiment", "archiveExperiment" })
            ((string)(await manager.TryAsync(mutation, "referral-reward", 5))["errors"]![0]!["state"]!).ShouldBe("ROLLED_OUT");
    }

    [Fact]
    public async Task A_full_layer_says_what_is_free_and_shows_who_is_in_it()
    {
        (await CreateAsync("one", 60))["errors"].ShouldBeNull();
        (await CreateAsync("two", 60))["errors"].ShouldBeNull();
        await manager.DoAsync("startExperiment", "one");

        var full = (await CreateAsync("three", 41))["errors"]![0]!;
        ((string)full["__typename"]!, full["freeTraffic"]!.ToString()).ShouldBe(("LayerFullError", "40"));
        var layers = (await host.QueryAsync("{ layers { key freeTraffic experiments { key state layer { key freeTraffic } } } experiment(key: \"interview-reward\") { layer { key } } }", token: manager.Token))!;
        layers.ToJsonString().ShouldBe(
            """{"layers":[{"key":"pricing","freeTraffic":"40","experiments":[{"key":"two","state":"DRAFT","layer":{"key":"pricing","freeTraffic":"40"}},""" +
            """{"key":"one","state":"RUNNING","layer":{"key":"pricing","freeTraffic":"40"}}]}],"experiment":{"layer":null}}""");
    }

    [Fact]
    public async Task However_many_layers_experiments_and_guardrails_are_read_the_statements_are_as_many()
    {
        const string Query = "{ layers { key freeTraffic experiments { key layer { key } primaryMetric { key } guardrails { metric { name } maximumHarm } } } experiments(first: 50) { nodes { key layer { freeTraffic } guardrails { metric { key } } } } }";
        for (var i = 0; i < 2; i++)
            (await CreateAsync($"early-{i}", 10, $"layer-{i}"))["errors"].ShouldBeNull();
        var few = await StatementsAsync(Query);
        for (var i = 0; i < 12; i++)
            (await CreateAsync($"late-{i}", 10, $"layer-{i % 6}"))["errors"].ShouldBeNull();

        (await StatementsAsync(Query)).ShouldBe(few);
        few.ShouldBeInRange(4, 20);
    }

    [Fact]
    public async Task Every_change_is_told_to_those_who_watch_and_those_of_flags_too()
    {
        await using var socket = await SubscriptionClient.ConnectAsync(host, manager.Token);
        var flags = await socket.WatchAsync(host, "subscription { flagsChanged { key version } }");
        var experiment = await socket.WatchAsync(host, "subscription { experimentChanged(key: \"interview-reward\") { version state } }");
        var flagVersion = 1;
        (string Mutation, (string, object?)[] More, bool ChangesFlag)[] life =
        [
            ("updateExperiment", [("name", "Luck")], false), ("changeTraffic", [("traffic", "20")], false), ("startExperiment", [], true), ("changeTraffic", [("traffic", "60")], true),
            ("updateExperiment", [("name", "Fortune")], false), ("stopExperiment", [], true), ("archiveExperiment", [], false),
        ];
        foreach (var (mutation, more, changesFlag) in life)
        {
            var changed = await manager.DoAsync(mutation, "interview-reward", more);
            var seen = await experiment.UntilAsync(data => (int)data["experimentChanged"]!["version"]! == (int)changed["version"]!);
            ((string)seen["experimentChanged"]!["state"]!).ShouldBe((string)changed["state"]!, mutation);
            if (changesFlag)
            {
                flagVersion++;
                await flags.UntilAsync(data => data["flagsChanged"]!.AsArray().Any(f => (string)f!["key"]! == "interview-reward" && (int)f["version"]! == flagVersion));
            }
        }

        var rolledOut = await socket.WatchAsync(host, "subscription { experimentChanged(key: \"referral-reward\") { state } }");
        await manager.DoAsync("startExperiment", "referral-reward");
        await manager.DoAsync("rollOutVariant", "referral-reward", ("variant", "doubled"));
        await rolledOut.UntilAsync(data => (string)data["experimentChanged"]!["state"]! == "ROLLED_OUT");
        await flags.UntilAsync(data => data["flagsChanged"]!.AsArray().Any(f => (string)f!["key"]! == "referral-reward" && (int)f["version"]! == 3));
    }

    [Fact]
    public async Task Of_product_managers_who_change_one_version_at_once_one_is_answered_and_the_others_are_told_to_look_again()
    {
        var answers = await Task.WhenAll(
            manager.TryAsync("updateExperiment", "interview-reward", 1, ("name", "Mine")),
            manager.TryAsync("updateExperiment", "interview-reward", 1, ("name", "Yours")),
            manager.TryAsync("startExperiment", "interview-reward", 1),
            manager.TryAsync("changeTraffic", "interview-reward", 1, ("traffic", "20")));

        answers.Count(a => a["errors"] is null).ShouldBe(1);
        answers.Where(a => a["errors"] is not null).Select(a => $"{a["errors"]![0]!["__typename"]} {a["errors"]![0]!["currentVersion"]}").ShouldBe(Enumerable.Repeat("VersionConflictError 2", 3));
        ((int)(await manager.ReadAsync("interview-reward", "version"))["version"]!).ShouldBe(2);
    }

    private static object Arm(string variant, string weight, bool control = false) => new { variant, weight, control };

    private Task<JsonNode> CreateAsync(string key, int share, string layer = "pricing") => manager.SendAsync("createExperiment", new Dictionary<string, object?>
    {
        ["key"] = key, ["name"] = key, ["hypothesis"] = "H", ["flagKey"] = "interview-reward", ["unit"] = "ACCOUNT", ["primaryMetric"] = "proposals", ["layer"] = layer, ["layerShare"] = share,
        ["arms"] = new[] { Arm("split", "50", control: true), Arm("randomized", "50") },
        ["guardrails"] = new object[] { new { metric = "purchases", maximumHarm = "0.1" }, new { metric = "hires", maximumHarm = 0.2, stopsExperiment = false } },
    });

    /// <summary>The fewest of several runs: a node that reads changed flags meanwhile adds statements of its own, and never takes any away.</summary>
    private async Task<int> StatementsAsync(string query) => Math.Min(await CountAsync(query), Math.Min(await CountAsync(query), await CountAsync(query)));

    private async Task<int> CountAsync(string query)
    {
        var database = new Npgsql.NpgsqlConnectionStringBuilder(host.Database.ConnectionString).Database;
        var statements = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = exchange =>
            {
                // Other hosts of this process work on databases of their own; those that follow changes look at the version alone.
                if (exchange.GetTagItem("db.namespace") as string == database && exchange.GetTagItem("db.query.text") is string text && !text.Contains("state_version", StringComparison.Ordinal))
                    Interlocked.Increment(ref statements);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await host.QueryAsync(query, token: manager.Token);
        return statements;
    }
}
