using GraphQL;
using Marketplace.Api.Tests.Changes;
using Testing;

namespace Marketplace.Api.Tests.Subscriptions;

/// <summary>walletChanged over a real socket.</summary>
public sealed class WalletSubscriptionTests
{
    private const string WalletChanged = "subscription($id: ID!) { walletChanged(walletId: $id) { balance lots { totalCount nodes { remaining } } } }";

    [Fact]
    public async Task A_purchase_on_another_node_reaches_the_owner_with_a_balance_and_lots_that_agree()
    {
        await using var first = await TestHost.StartAsync();
        var second = await TestHost.StartAsync(first.Database);
        var talent = await MarketplaceClient.FreelancerAsync(first);
        await using var socket = await SubscriptionClient.ConnectAsync(second, talent.Token);
        var wallet = await WatchAsync(second, socket, talent);

        for (var bought = 1; bought <= 3; bought++)
        {
            await talent.BuyAsync(20);
            var seen = await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 20 * bought);
            seen["walletChanged"]!["lots"]!["nodes"]!.AsArray().Sum(l => (int)l!["remaining"]!).ShouldBe(20 * bought);
            ((int)seen["walletChanged"]!["lots"]!["totalCount"]!).ShouldBe(bought);
        }

        await second.StopAsync();
    }

    [Fact]
    public async Task The_last_state_seen_of_a_burst_is_the_final_one()
    {
        await using var host = await TestHost.StartAsync();
        var agency = await MarketplaceClient.AgencyAsync(host);
        await using var socket = await SubscriptionClient.ConnectAsync(host, agency.Token);
        var wallet = await WatchAsync(host, socket, agency);

        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await agency.BuyAsync(10));

        await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 2000);
        wallet.Answers.ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public async Task Another_persons_wallet_reads_as_one_that_does_not_exist()
    {
        await using var host = await TestHost.StartAsync();
        var (owner, stranger) = (await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.FreelancerAsync(host));
        await using var socket = await SubscriptionClient.ConnectAsync(host, stranger.Token);
        await using var nobody = await SubscriptionClient.ConnectAsync(host);
        var others = await owner.WalletIdAsync();

        (await RefusalAsync(socket, others)).ShouldBe("NOT_FOUND");
        (await RefusalAsync(socket, GlobalId.Encode("ConnectsWallet", new AccountId(987654321)))).ShouldBe("NOT_FOUND");
        (await RefusalAsync(socket, "nonsense")).ShouldBe("BAD_USER_INPUT");
        (await RefusalAsync(socket, owner.AccountId)).ShouldBe("BAD_USER_INPUT");
        (await RefusalAsync(nobody, others)).ShouldBe("UNAUTHENTICATED");
    }

    [Fact]
    public async Task Support_watches_any_wallet_and_a_product_manager_none()
    {
        await using var host = await TestHost.StartAsync();
        var owner = await MarketplaceClient.FreelancerAsync(host);
        await using var support = await SubscriptionClient.ConnectAsync(host, await host.StaffAsync("SUPPORT"));
        await using var manager = await SubscriptionClient.ConnectAsync(host, await host.StaffAsync("PRODUCT_MANAGER"));

        var wallet = await WatchAsync(host, support, owner);
        await owner.BuyAsync(10);
        await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 10);

        (await RefusalAsync(manager, await owner.WalletIdAsync())).ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task An_account_that_is_suspended_watches_no_longer()
    {
        await using var host = await TestHost.StartAsync();
        var owner = await MarketplaceClient.FreelancerAsync(host);
        await using var socket = await SubscriptionClient.ConnectAsync(host, owner.Token);
        var wallet = await WatchAsync(host, socket, owner);

        await host.MutateAsync("suspendAccount", "account { id }", new { accountId = owner.AccountId, reason = "A test." }, await host.StaffAsync("TRUST_AND_SAFETY"));

        (await wallet.RefusalAsync()).ShouldBe("FORBIDDEN");
        (await RefusalAsync(socket, await owner.WalletIdAsync())).ShouldBe("FORBIDDEN");
    }

    [Fact]
    public async Task A_member_of_an_agency_watches_its_wallet_until_the_member_is_suspended()
    {
        await using var host = await TestHost.StartAsync();
        var (agency, member) = (await MarketplaceClient.AgencyAsync(host), await MarketplaceClient.FreelancerAsync(host));
        await agency.MutateAsync("addAgencyMember", "agency { id }", new { agencyId = agency.AccountId, freelancerId = member.AccountId });
        await using var socket = await SubscriptionClient.ConnectAsync(host, member.Token);
        var wallet = await WatchAsync(host, socket, agency);
        await agency.BuyAsync(10);
        await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 10);

        await host.MutateAsync("suspendAccount", "account { id }", new { accountId = member.AccountId, reason = "A test." }, await host.StaffAsync("TRUST_AND_SAFETY"));
        await agency.BuyAsync(10);

        (await wallet.RefusalAsync()).ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task A_lost_connection_to_the_database_makes_subscriptions_read_again()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await using var socket = await SubscriptionClient.ConnectAsync(host, talent.Token);
        var wallet = await WatchAsync(host, socket, talent);

        (await host.CutAsync()).ShouldBe(1);
        await wallet.NextAsync();

        await talent.BuyAsync(10);
        await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 10);
    }

    [Fact]
    public async Task A_database_that_ended_every_connection_fails_no_subscription()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await using var socket = await SubscriptionClient.ConnectAsync(host, talent.Token);
        var wallet = await WatchAsync(host, socket, talent);

        (await host.CutAsync(everything: true)).ShouldBeGreaterThan(1);

        (await wallet.NextAsync())["errors"].ShouldBeNull();
        await talent.BuyAsync(10);
        await wallet.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 10);
    }

    [Fact]
    public async Task Nothing_remains_of_those_who_left()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var socket = await SubscriptionClient.ConnectAsync(host, talent.Token);
        var first = await WatchAsync(host, socket, talent);
        await WatchAsync(host, socket, talent);
        host.Hub().SubscriptionCount.ShouldBe(2);

        await first.LeaveAsync();
        await host.WatchedByAsync(1);
        await socket.DisposeAsync();
        await host.WatchedByAsync(0);
    }

    private static async Task<Subscription> WatchAsync(TestHost node, SubscriptionClient socket, MarketplaceClient owner) =>
        await socket.WatchAsync(node, WalletChanged, new { id = await owner.WalletIdAsync() });

    private static async Task<string> RefusalAsync(SubscriptionClient socket, string wallet) => await (await socket.SubscribeAsync(WalletChanged, new { id = wallet })).RefusalAsync();
}
