using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Accounts over HTTP: who may do what, and what clients see.</summary>
public sealed class AccountLifeTests : IAsyncLifetime
{
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_address_is_verified_by_the_code_that_was_sent_and_by_nothing_else()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);

        (await VerifyAsync(talent, null)).ShouldBe("VALIDATION_FAILED");
        (await VerifyAsync(talent, "none")).ShouldBe("VALIDATION_FAILED");
        var stranger = await MarketplaceClient.FreelancerAsync(host);
        (await CodeOf(stranger.MutateAsync("verifyEmail", "account { id }", new { accountId = talent.AccountId, code = "123456" }))).ShouldBe("FORBIDDEN");

        var code = await host.ScalarAsync<string>("select data->>'code' from marketplace.outbox where template = 'verify-email' order by number limit 1");
        var verified = await talent.MutateAsync("verifyEmail", "account { emailVerifiedAt }", new { accountId = talent.AccountId, code });
        verified["account"]!["emailVerifiedAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Guessing_codes_ends_after_five_and_a_new_code_is_asked_for()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        for (var guess = 0; guess < 5; guess++)
            await VerifyAsync(talent, "wrong");
        var code = await host.ScalarAsync<string>("select data->>'code' from marketplace.outbox where template = 'verify-email' order by number limit 1");

        (await VerifyAsync(talent, code)).ShouldBe("VALIDATION_FAILED");
        await talent.MutateAsync("requestVerificationCode", "account { id }", new { accountId = talent.AccountId, channel = "EMAIL" });
        var next = await host.ScalarAsync<string>("select data->>'code' from marketplace.outbox where template = 'verify-email' order by number desc limit 1");

        (await VerifyAsync(talent, next)).ShouldBeNull();
    }

    [Fact]
    public async Task Support_verifies_without_a_code_and_a_freelancer_approves_nobody()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var support = await host.StaffAsync("SUPPORT");

        var verified = await host.MutateAsync("verifyEmail", "account { emailVerifiedAt }", new { accountId = talent.AccountId }, support);
        verified["account"]!["emailVerifiedAt"].ShouldNotBeNull();
        (await CodeOf(talent.MutateAsync("approveProfile", "account { id }", new { accountId = talent.AccountId }))).ShouldBe("FORBIDDEN");
        (await CodeOf(host.MutateAsync("suspendAccount", "account { id }", new { accountId = talent.AccountId, reason = "No." }, support))).ShouldBe("FORBIDDEN");

        await host.MutateAsync("approveProfile", "account { id }", new { accountId = talent.AccountId }, support);
        (await talent.BalanceAsync()).ShouldBe(40);
    }

    [Fact]
    public async Task A_member_submits_for_the_agency_and_only_its_owner_adds_members()
    {
        var agency = await MarketplaceClient.AgencyAsync(host);
        var member = await MarketplaceClient.FreelancerAsync(host);
        await agency.BuyAsync(10);
        var job = await (await MarketplaceClient.ClientAsync(host)).PostJobAsync();
        (await CodeOf(member.MutateAsync("addAgencyMember", "agency { id }", new { agencyId = agency.AccountId, freelancerId = member.AccountId }))).ShouldBe("FORBIDDEN");

        var added = await agency.MutateAsync("addAgencyMember", "agency { members { id } }", new { agencyId = agency.AccountId, freelancerId = member.AccountId });
        added["agency"]!["members"]!.AsArray().Select(m => (string)m!["id"]!).ShouldBe([member.AccountId]);
        (await CodeOf(agency.MutateAsync("addAgencyMember", "agency { id }", new { agencyId = agency.AccountId, freelancerId = member.AccountId }))).ShouldBe("WRONG_STATE");

        var sent = await member.MutateAsync("submitProposal", "proposal { talent { id } } wallet { balance }", new { jobId = job, talentId = agency.AccountId, coverLetter = "We do.", idempotencyKey = "member-1" });
        ((string)sent["proposal"]!["talent"]!["id"]!, (int)sent["wallet"]!["balance"]!).ShouldBe((agency.AccountId, 8));
    }

    [Fact]
    public async Task Staff_find_accounts_by_kind_status_and_a_part_of_the_name_page_by_page()
    {
        for (var i = 0; i < 3; i++)
            await MarketplaceClient.ClientAsync(host);
        var token = await host.StaffAsync("SUPPORT");

        var first = (await host.QueryAsync("{ accounts(where: { kind: CLIENT, displayNameContains: \"person\" }, first: 2) { totalCount nodes { id displayName } pageInfo { hasNextPage endCursor } } }", null, token))["accounts"]!;
        ((int)first["totalCount"]!, first["nodes"]!.AsArray().Count, (bool)first["pageInfo"]!["hasNextPage"]!).ShouldBe((3, 2, true));
        var rest = await host.QueryAsync("query($after: String) { accounts(where: { kind: CLIENT }, first: 2, after: $after) { nodes { id } } }", new { after = (string)first["pageInfo"]!["endCursor"]! }, token);
        rest["accounts"]!["nodes"]!.AsArray().Count.ShouldBe(1);
        (await host.QueryAsync("{ accounts(where: { displayNameContains: \"100%\" }) { totalCount } }", null, token))["accounts"]!["totalCount"]!.GetValue<int>().ShouldBe(0);

        var byEmail = await host.SendAsync("{ accounts(where: { email: \"somebody@example.org\" }) { totalCount } }", token: await host.StaffAsync("PRODUCT_MANAGER"));
        ((string)byEmail["errors"]![0]!["extensions"]!["code"]!).ShouldBe("FORBIDDEN");
        var email = await host.ScalarAsync<string>("select email from marketplace.account order by id limit 1");
        foreach (var (written, found) in new[] { (email.ToUpperInvariant(), 1), (email[..^1], 0) })
            ((int)(await host.QueryAsync("query($email: String) { accounts(where: { email: $email }) { totalCount } }", new { email = written }, token))["accounts"]!["totalCount"]!).ShouldBe(found);
    }

    private static Task<string?> VerifyAsync(MarketplaceClient talent, string? code) => CodeOf(talent.MutateAsync("verifyEmail", "account { id }", new { accountId = talent.AccountId, code }));

    private static async Task<string?> CodeOf(Task<JsonNode> mutation) => (string?)(await mutation)["errors"]?[0]?["code"];
}
