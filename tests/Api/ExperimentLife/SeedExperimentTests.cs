using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Referrals;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Api.Tests.ExperimentLife;

/// <summary>The three experiments that every installation has as drafts, each from its start to its roll-out.</summary>
public sealed class SeedExperimentTests : IAsyncLifetime
{
    private TestHost host = null!;
    private ProductManager manager = null!;
    private MarketplaceClient client = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        manager = await ProductManager.OfAsync(host);
        client = await MarketplaceClient.ClientAsync(host);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Each_is_a_draft_with_metrics_and_guardrails_that_fit()
    {
        (string Key, string Unit, string Flag, string Primary, string Guard)[] seeds =
        [
            ("double-rate-card", "JOB_CATEGORY", "connects-rate-card", "connects-spent", "hires"),
            ("interview-reward", "ACCOUNT", "interview-reward", "proposals", "purchases"),
            ("referral-reward", "ACCOUNT", "referral-reward", "referrals-rewarded", "purchases"),
        ];
        foreach (var (key, unit, flag, primary, guard) in seeds)
        {
            var experiment = await manager.ReadAsync(
                key, "state unit hypothesis traffic layer { key } flag { key enabled } primaryMetric { key } secondaryMetrics { key } guardrails { metric { key } maximumHarm stopsExperiment } arms { weight control }");

            ((string)experiment["state"]!, (string)experiment["unit"]!, (string)experiment["flag"]!["key"]!, (string)experiment["primaryMetric"]!["key"]!).ShouldBe(("DRAFT", unit, flag, primary));
            experiment["secondaryMetrics"]!.AsArray().Count.ShouldBeGreaterThan(1);
            var stops = experiment["guardrails"]!.AsArray().Where(g => (bool)g!["stopsExperiment"]!).ShouldHaveSingleItem()!;
            ((string)stops["metric"]!["key"]!).ShouldBe(guard);
            Decimal(stops["maximumHarm"]).ShouldBeInRange(0.05m, 0.5m);
            experiment["arms"]!.AsArray().Select(a => Decimal(a!["weight"])).ShouldBe([50, 50]);
        }
    }

    [Fact]
    public async Task XPR_01_the_rate_card_is_tested_by_category_stopped_with_its_quotes_honoured_and_rolled_out()
    {
        await manager.DoAsync("startExperiment", "double-rate-card");
        var (talent, other) = (await FreelancerAsync(80), await FreelancerAsync(40));
        var categories = await CategoriesAsync();
        var jobs = new Dictionary<string, List<string>> { ["standard"] = [], ["doubled"] = [] };
        var armOf = new Dictionary<string, string>();
        foreach (var category in categories)
        {
            var job = await client.PostJobAsync(300, category);
            var quote = await QuoteAsync(talent, job);
            var arm = (string)quote["treatment"]!["variant"]!;
            jobs[arm].Add(job);
            armOf[category] = arm;
            // Everybody sees one price on one job.
            ((int)quote["connects"]!).ShouldBe(arm == "doubled" ? 8 : 4);
            ((int)(await QuoteAsync(other, job))["connects"]!).ShouldBe((int)quote["connects"]!);
        }

        (jobs["standard"].Count, jobs["doubled"].Count).ShouldBe((6, 6));
        foreach (var (who, job) in new[] { (talent, jobs["standard"][0]), (talent, jobs["doubled"][0]), (other, jobs["doubled"][0]) })
            (await who.SubmitAsync(job))["errors"].ShouldBeNull();
        var kept = (string)(await QuoteAsync(talent, jobs["doubled"][1]))["token"]!;
        var late = (string)(await QuoteAsync(talent, jobs["doubled"][2]))["token"]!;

        await manager.DoAsync("stopExperiment", "double-rate-card");

        ((int)(await talent.SubmitAsync(jobs["doubled"][1], quoteToken: kept))["proposal"]!["connectsSpent"]!).ShouldBe(8);
        var lines = await LinesAsync(talent, "SPEND");
        lines.Select(l => ((int)l["amount"]!, Arm(l))).ShouldBe([(-8, "doubled"), (-8, "doubled"), (-4, "standard")]);
        var all = lines.Concat(await LinesAsync(other, "SPEND")).ToList();
        var health = (await host.QueryAsync("{ ledgerHealth { balanced connectsSpent } }", token: await host.StaffAsync("SUPPORT")))["ledgerHealth"]!;
        ((bool)health["balanced"]!).ShouldBeTrue();
        all.GroupBy(Arm).Sum(arm => -arm.Sum(l => (int)l["amount"]!)).ShouldBe((int)health["connectsSpent"]!);
        foreach (var category in categories.Take(3))
            (await QuoteAsync(talent, await client.PostJobAsync(300, category))).ShouldSatisfyAllConditions(q => ((int)q["connects"]!).ShouldBe(4), q => q["treatment"].ShouldBeNull());

        var now = DateTimeOffset.Parse((string)(await host.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture);
        await host.MutateAsync("advanceClock", "now", new { to = now.AddDays(2) }, await host.StaffAsync("ADMIN"));
        ((string)(await talent.SubmitAsync(jobs["doubled"][2], quoteToken: late))["errors"]![0]!["__typename"]!).ShouldBe("QuoteExpiredError");

        ((string)(await manager.DoAsync("rollOutVariant", "double-rate-card", ("variant", "doubled")))["state"]!).ShouldBe("ROLLED_OUT");
        foreach (var category in armOf.GroupBy(c => c.Value).Select(arm => arm.First().Key))
            (await QuoteAsync(talent, await client.PostJobAsync(300, category))).ShouldSatisfyAllConditions(q => ((int)q["connects"]!).ShouldBe(8), q => q["treatment"].ShouldBeNull());
    }

    [Fact]
    public async Task RND_01_the_interviews_reward_follows_the_arm_of_its_reply_through_stop_and_roll_out()
    {
        await manager.DoAsync("startExperiment", "interview-reward");
        var seen = new Dictionary<string, MarketplaceClient>();
        for (var i = 0; i < 40 && seen.Count < 2; i++)
        {
            var talent = await FreelancerAsync(10);
            var proposal = await WinAsync(talent);
            seen.TryAdd((string)(await RewardAsync(talent, proposal))["treatment"]!["variant"]!, talent);
        }

        // Won while it ran, credited after it ended: the arm is the reply's.
        await manager.DoAsync("stopExperiment", "interview-reward");
        await CreditAsync();
        (await LinesAsync(seen["split"], "INTERVIEW_REFUND", "INTERVIEW_AWARD")).Select(l => ((string)l["kind"]!, (int)l["amount"]!, Arm(l)))
            .ShouldBe([("INTERVIEW_AWARD", 8, "split"), ("INTERVIEW_REFUND", 2, "split")]);
        (await LinesAsync(seen["randomized"], "INTERVIEW_REFUND", "INTERVIEW_AWARD")).Select(l => ((string)l["kind"]!, (int)l["amount"]!, Arm(l))).ShouldBe([("INTERVIEW_REFUND", 2, "randomized")]);

        var after = await FreelancerAsync(10);
        (await RewardAsync(after, await WinAsync(after)))["treatment"].ShouldBeNull();
        await CreditAsync();
        (await LinesAsync(after, "INTERVIEW_REFUND", "INTERVIEW_AWARD")).Select(l => ((int)l["amount"]!, Arm(l))).ShouldBe([(8, null), (2, null)]);

        await manager.DoAsync("rollOutVariant", "interview-reward", ("variant", "randomized"));
        var later = await FreelancerAsync(10);
        var drawn = await WinAsync(later);
        await CreditAsync();
        (await RewardAsync(later, drawn)).ShouldSatisfyAllConditions(r => r["treatment"].ShouldBeNull(), r => ((int)r["refunded"]!).ShouldBe(2), r => ((int)r["awarded"]!).ShouldBe(0));
        (await LinesAsync(later, "INTERVIEW_AWARD")).ShouldBeEmpty();
        (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_discrepancies()")).ShouldBe(0);
    }

    [Fact]
    public async Task The_reward_of_referrals_is_chosen_for_who_refers_as_clients_see_it()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => MarketplaceClient.FreelancerAsync(host)));
        await manager.DoAsync("changeTraffic", "referral-reward", ("traffic", "50"));
        await manager.DoAsync("startExperiment", "referral-reward");
        var half = await ChosenAsync(people);
        half.Count(c => c.Treatment is null).ShouldBeInRange(3, 27);

        await manager.DoAsync("changeTraffic", "referral-reward", ("traffic", "100"));

        var whole = await ChosenAsync(people);
        foreach (var (before, now) in half.Zip(whole).Where(pair => pair.First.Treatment is not null))
            now.ShouldBe(before);
        whole.Select(c => c.Treatment!.Variant).Distinct().Count().ShouldBe(2);
        whole.ShouldAllBe(c => c.Treatment!.Variant == "doubled" ? c.Cash == new Money(2000) && c.Connects == new Connects(20) : c.Cash == null && c.Connects == null);

        await manager.DoAsync("stopExperiment", "referral-reward");
        (await ChosenAsync(people)).ShouldAllBe(c => c.Treatment == null && c.Cash == null && c.Connects == null);
        await manager.DoAsync("rollOutVariant", "referral-reward", ("variant", "doubled"));
        (await ChosenAsync(people)).ShouldAllBe(c => c.Treatment == null && c.Connects == new Connects(20));
    }

    // What the service answers, held to what the person's own client reads.
    private async Task<ChosenReferralReward[]> ChosenAsync(IEnumerable<MarketplaceClient> people)
    {
        var chosen = new List<ChosenReferralReward>();
        foreach (var person in people)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var number = long.Parse(System.Text.Encoding.ASCII.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(person.AccountId)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
            var account = await scope.ServiceProvider.GetRequiredService<AccountReader>().ByIdAsync(new AccountId(number), CancellationToken.None);
            var reward = scope.ServiceProvider.GetRequiredService<ReferralRewardChoice>().For(account!);
            var flag = (await person.QueryAsync("{ viewer { flags(keys: [\"referral-reward\"]) { variant value } } }"))["viewer"]!["flags"]![0]!;
            (flag["value"]!["connects"]?.GetValue<int>()).ShouldBe(reward.Connects?.Value);
            reward.Unit.ShouldBe(person.AccountId);
            chosen.Add(reward);
        }

        return [.. chosen];
    }

    private async Task<MarketplaceClient> FreelancerAsync(int connects)
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(connects);
        return talent;
    }

    private async Task<string> WinAsync(MarketplaceClient talent)
    {
        var proposal = (string)(await talent.SubmitAsync(await client.PostJobAsync()))["proposal"]!["id"]!;
        await client.MutateAsync("startInterview", "proposal { id }", new { proposalId = proposal });
        await talent.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "Gladly." });
        return proposal;
    }

    private async Task CreditAsync()
    {
        foreach (var name in new[] { "process-interview-credits", "draw-rewards" })
            ((string)(await host.MutateAsync("runScheduledJob", "run { outcome }", new { name }, await host.StaffAsync("ADMIN")))["run"]!["outcome"]!).ShouldBe("SUCCEEDED");
    }

    private async Task<string[]> CategoriesAsync() => [.. (await host.QueryAsync("{ jobCategories { key } }"))["jobCategories"]!.AsArray().Select(c => (string)c!["key"]!)];

    private static async Task<JsonNode> RewardAsync(MarketplaceClient talent, string proposal) =>
        (await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Proposal { interview { reward { state refunded awarded treatment { variant } } } } } }", new { id = proposal }))["node"]!["interview"]!["reward"]!;

    private static async Task<JsonNode> QuoteAsync(MarketplaceClient talent, string job) =>
        (await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { connectsQuote { token connects treatment { variant } } } } }", new { id = job }))["node"]!["connectsQuote"]!;

    private static async Task<List<JsonNode>> LinesAsync(MarketplaceClient talent, params string[] kinds) =>
        [.. (await talent.QueryAsync("{ viewer { account { ... on Talent { wallet { history(first: 50) { nodes { kind amount treatments { experimentKey variant } } } } } } } }"))
            ["viewer"]!["account"]!["wallet"]!["history"]!["nodes"]!.AsArray().Select(l => l!).Where(l => kinds.Contains((string)l["kind"]!))];

    private static string? Arm(JsonNode line) => (string?)line["treatments"]!.AsArray().SingleOrDefault()?["variant"];

    private static decimal Decimal(JsonNode? value) => decimal.Parse(value!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
