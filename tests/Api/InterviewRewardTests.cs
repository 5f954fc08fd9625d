using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>What interviews bring, over HTTP.</summary>
public sealed class InterviewRewardTests : IAsyncLifetime
{
    private const string Reward = "query($id: ID!) { node(id: $id) { ... on Proposal { interview { id reward { state refunded awarded treatment { experimentKey variant } } } } } }";
    private TestHost host = null!;
    private MarketplaceClient client = null!;
    private MarketplaceClient talent = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        client = await MarketplaceClient.ClientAsync(host);
        talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(20);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task RWD_08_the_talent_follows_the_reward_from_reply_to_history_and_the_client_sees_nothing_of_it()
    {
        var proposal = await ProposeAsync(300);
        await client.MutateAsync("startInterview", "proposal { id }", new { proposalId = proposal });
        (await RewardAsync(talent, proposal)).ShouldBeNull();
        await talent.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "Gladly." });
        (await RewardAsync(talent, proposal))!.ToJsonString().ShouldBe("""{"state":"PENDING","refunded":0,"awarded":0,"treatment":null}""");

        await RunAsync("process-interview-credits");

        (await RewardAsync(talent, proposal))!.ToJsonString().ShouldBe("""{"state":"GRANTED","refunded":4,"awarded":6,"treatment":null}""");
        (await RewardAsync(client, proposal)).ShouldBeNull();
        var history = (await talent.QueryAsync("{ viewer { account { ... on Talent { wallet { history(first: 2) { nodes { kind amount balanceAfter description job { title } } } } } } } }"))["viewer"]!["account"]!["wallet"]!["history"]!["nodes"]!;
        history.ToJsonString().ShouldBe(
            """[{"kind":"INTERVIEW_AWARD","amount":6,"balanceAfter":26,"description":"Awarded Connects for responding to the job interview","job":{"title":"Operations Supervisor"}},""" +
            """{"kind":"INTERVIEW_REFUND","amount":4,"balanceAfter":20,"description":"Operations Supervisor","job":{"title":"Operations Supervisor"}}]""");
    }

    [Fact]
    public async Task Feedback_is_given_once_by_the_talent_alone()
    {
        var proposal = await ProposeAsync(40);
        (await CodeOf(FeedbackAsync(talent, proposal))).ShouldBe("WRONG_STATE");
        await client.MutateAsync("startInterview", "proposal { id }", new { proposalId = proposal });
        await talent.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "Gladly." });

        (await CodeOf(FeedbackAsync(client, proposal))).ShouldBe("FORBIDDEN");
        (await CodeOf(FeedbackAsync(await MarketplaceClient.FreelancerAsync(host), proposal))).ShouldBe("NOT_FOUND");
        foreach (var (rating, comment) in new[] { (0, "x"), (6, "x"), (3, new string('x', 5001)) })
            (await CodeOf(FeedbackAsync(talent, proposal, rating, comment))).ShouldBe("VALIDATION_FAILED");
        (await CodeOf(host.MutateAsync("submitInterviewFeedback", "proposal { id }", new { proposalId = proposal, rating = 3 }))).ShouldBe("FORBIDDEN");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FeedbackAsync(talent, proposal)));

        answers.Count(a => a["errors"] is null).ShouldBe(1);
        answers.Where(a => a["errors"] is not null).ShouldAllBe(a => a["errors"]![0]!["code"]!.ToString() == "WRONG_STATE");
    }

    [Fact]
    public async Task RND_04_in_the_randomized_arm_feedback_pays_what_was_drawn()
    {
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var experiment = (await host.QueryAsync("{ experiment(key: \"interview-reward\") { version state unit } }", token: manager))["experiment"]!;
        ((string)experiment["state"]!, (string)experiment["unit"]!).ShouldBe(("DRAFT", "ACCOUNT"));
        await host.MutateAsync("startExperiment", "experiment { state }", new { key = "interview-reward", expectedVersion = (int)experiment["version"]!, reason = "See what a draw does." }, manager);
        for (var i = 0; i < 24; i++)
        {
            var person = await MarketplaceClient.FreelancerAsync(host);
            await person.BuyAsync(10);
            var proposal = await ProposeAsync(40, person);
            await client.MutateAsync("startInterview", "proposal { id }", new { proposalId = proposal });
            await person.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "Gladly." });
            await RunAsync("process-interview-credits");
            await RunAsync("draw-rewards");
            var reward = (await RewardAsync(person, proposal))!;
            if ((string)reward["state"]! != "AWAITING_FEEDBACK")
                continue;

            ((string)reward["treatment"]!["experimentKey"]!, (string)reward["treatment"]!["variant"]!, (int)reward["refunded"]!, (int)reward["awarded"]!).ShouldBe(("interview-reward", "randomized", 2, 0));
            var given = await FeedbackAsync(person, proposal);
            var paid = (int)given["proposal"]!["interview"]!["reward"]!["awarded"]!;
            paid.ShouldBeInRange(10, 80);
            ((int)given["wallet"]!["balance"]!).ShouldBe(10 + paid);
            (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_discrepancies()")).ShouldBe(0);
            return;
        }

        throw new InvalidOperationException("24 talents and nobody drew a reward.");
    }

    private async Task<string> ProposeAsync(decimal dollars, MarketplaceClient? person = null) =>
        (string)(await (person ?? talent).SubmitAsync(await client.PostJobAsync(dollars)))["proposal"]!["id"]!;

    private static async Task<JsonNode?> RewardAsync(MarketplaceClient reader, string proposal) => (await reader.QueryAsync(Reward, new { id = proposal }))["node"]!["interview"]!["reward"];

    private async Task RunAsync(string job) =>
        ((string)(await host.MutateAsync("runScheduledJob", "run { outcome }", new { name = job }, await host.StaffAsync("ADMIN")))["run"]!["outcome"]!).ShouldBe("SUCCEEDED");

    private static Task<JsonNode> FeedbackAsync(MarketplaceClient person, string proposal, int rating = 4, string? comment = "They listened.") =>
        person.MutateAsync("submitInterviewFeedback", "proposal { interview { reward { state awarded } } } wallet { balance }", new { proposalId = proposal, rating, comment });

    private static async Task<string?> CodeOf(Task<JsonNode> mutation) => (string?)(await mutation)["errors"]?[0]?["code"];
}
