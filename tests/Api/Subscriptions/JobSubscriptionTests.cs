using GraphQL;
using Testing;

namespace Marketplace.Api.Tests.Subscriptions;

/// <summary>jobChanged over a real socket.</summary>
public sealed class JobSubscriptionTests
{
    private const string JobChanged = "subscription($id: ID!) { jobChanged(jobId: $id) { status proposalCount client { displayName } } }";

    [Fact]
    public async Task Anybody_sees_proposals_come_in_and_the_job_close_and_the_talent_sees_the_refund()
    {
        await using var first = await TestHost.StartAsync();
        var second = await TestHost.StartAsync(first.Database);
        var (talent, client) = (await MarketplaceClient.FreelancerAsync(first), await MarketplaceClient.ClientAsync(first));
        await talent.BuyAsync(20);
        var id = await client.PostJobAsync();
        await using var anybody = await SubscriptionClient.ConnectAsync(second);
        await using var signedIn = await SubscriptionClient.ConnectAsync(second, talent.Token);
        var job = await anybody.WatchAsync(second, JobChanged, new { id });
        var wallet = await signedIn.WatchAsync(second, "subscription($id: ID!) { walletChanged(walletId: $id) { balance } }", new { id = await talent.WalletIdAsync() });

        var balance = (int)(await talent.SubmitAsync(id))["wallet"]!["balance"]!;
        balance.ShouldBeLessThan(20);
        await job.UntilAsync(data => (int)data["jobChanged"]!["proposalCount"]! == 1);
        await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == balance);

        await client.CloseJobAsync(id);
        await job.UntilAsync(data => (string)data["jobChanged"]!["status"]! == "CLOSED");
        await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 20);
        await second.StopAsync();
    }

    [Fact]
    public async Task A_person_with_two_accounts_names_one_when_the_socket_opens()
    {
        await using var host = await TestHost.StartAsync();
        var (member, agency) = (await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.AgencyAsync(host));
        await agency.MutateAsync("addAgencyMember", "agency { id }", new { agencyId = agency.AccountId, freelancerId = member.AccountId });
        await using var socket = await SubscriptionClient.ConnectAsync(host, member.Token, agency.AccountId);

        var viewer = await (await socket.SubscribeAsync("{ viewer { account { id } } }")).UntilAsync(_ => true);

        ((string)viewer["viewer"]!["account"]!["id"]!).ShouldBe(agency.AccountId);
    }

    [Fact]
    public async Task A_job_that_does_not_exist_is_an_error_and_no_silent_stream()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await SubscriptionClient.ConnectAsync(host);

        (await (await socket.SubscribeAsync(JobChanged, new { id = GlobalId.Encode("Job", new JobId(404)) })).RefusalAsync()).ShouldBe("NOT_FOUND");
        (await (await socket.SubscribeAsync(JobChanged, new { id = "job 7" })).RefusalAsync()).ShouldBe("BAD_USER_INPUT");
        await host.WatchedByAsync(0);
    }
}
