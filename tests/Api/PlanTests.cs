using System.Globalization;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Plans over HTTP: who sees a membership, who changes it, what the month brings.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private const string Membership = "membership { plan { code monthlyPrice { amount currency } } nextPlan { code } cycleStart cycleEnd nextGrantAt }";

    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Anyone_reads_the_plans()
    {
        var plans = (await host.QueryAsync("{ plans { code monthlyPrice { amount } monthlyPaidConnects monthlyFreeConnects oneTimeFreeConnects canBuyConnects } }"))["plans"]!.AsArray();

        plans.Select(p => $"{p!["code"]} {p["monthlyPrice"]!["amount"]} {p["monthlyPaidConnects"]} {p["monthlyFreeConnects"]} {p["oneTimeFreeConnects"]} {p["canBuyConnects"]}").ShouldBe(
            ["FREELANCER_BASIC 0.00 0 10 0 true", "FREELANCER_PLUS 14.99 70 10 0 true", "AGENCY_BASIC 0.00 0 0 10 false", "AGENCY_PLUS 20.00 0 0 0 true"], Case.Insensitive);
    }

    [Fact]
    public async Task PLN_19_the_owner_and_support_see_the_cycle_date_and_a_stranger_does_not()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var stranger = await MarketplaceClient.FreelancerAsync(host);
        var query = $"query($id: ID!) {{ account(id: $id) {{ ... on Talent {{ {Membership} }} }} }}";

        foreach (var token in new[] { talent.Token, await host.StaffAsync("SUPPORT"), await host.StaffAsync("ADMIN") })
        {
            var membership = (await host.QueryAsync(query, new { id = talent.AccountId }, token))["account"]!["membership"]!;
            ((string)membership["plan"]!["code"]!, membership["nextPlan"], (string)membership["nextGrantAt"]!).ShouldBe(("FREELANCER_BASIC", null, (string)membership["cycleEnd"]!));
            Instant(membership["cycleEnd"]!).ShouldBe(Instant(membership["cycleStart"]!).AddMonths(1));
        }

        foreach (var token in new[] { stranger.Token, await host.StaffAsync("PRODUCT_MANAGER"), await host.StaffAsync("TRUST_AND_SAFETY") })
        {
            var refused = await host.SendAsync(query, new { id = talent.AccountId }, token);
            ((string)refused["errors"]![0]!["extensions"]!["code"]!).ShouldBe("FORBIDDEN");
        }
    }

    [Fact]
    public async Task An_upgrade_is_paid_by_the_card_on_file_unless_another_payment_is_named_and_the_month_brings_80()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var upgraded = await talent.MutateAsync("changePlan", $"account {{ ... on Talent {{ {Membership} wallet {{ paidBalance freeBalance }} }} }}",
            new { accountId = talent.AccountId, plan = "FREELANCER_PLUS", idempotencyKey = "up" });

        ((string)upgraded["account"]!["membership"]!["plan"]!["code"]!, (int)upgraded["account"]!["wallet"]!["paidBalance"]!).ShouldBe(("FREELANCER_PLUS", 70));
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_PLUS", "up")).ShouldBeNull();
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_BASIC", "up")).ShouldBe("IDEMPOTENCY_CONFLICT");
        (await talent.BalanceAsync()).ShouldBe(70);

        var administrator = await host.StaffAsync("ADMIN");
        await host.MutateAsync("advanceClock", "now", new { to = Instant(upgraded["account"]!["membership"]!["cycleEnd"]!).AddMinutes(1) }, administrator);
        var run = await host.MutateAsync("runScheduledJob", "run { outcome processed }", new { name = "grant-monthly" }, administrator);
        ((string)run["run"]!["outcome"]!, (int)run["run"]!["processed"]!).ShouldBe(("SUCCEEDED", 1));
        (await talent.BalanceAsync()).ShouldBe(150);

        var down = await talent.MutateAsync("changePlan", $"account {{ ... on Talent {{ {Membership} }} }}", new { accountId = talent.AccountId, plan = "FREELANCER_BASIC", idempotencyKey = "down" });
        ((string)down["account"]!["membership"]!["nextPlan"]!["code"]!).ShouldBe("FREELANCER_BASIC");
    }

    [Fact]
    public async Task Every_refusal_of_a_change_has_its_own_error()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var stranger = await MarketplaceClient.FreelancerAsync(host);
        var client = await MarketplaceClient.ClientAsync(host);

        (await CodeAsync(stranger, talent.AccountId, "FREELANCER_PLUS", "k")).ShouldBe("FORBIDDEN");
        (await CodeAsync(talent, talent.AccountId, "AGENCY_PLUS", "k")).ShouldBe("WRONG_STATE");
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_BASIC", "k")).ShouldBe("WRONG_STATE");
        (await CodeAsync(client, client.AccountId, "FREELANCER_PLUS", "k")).ShouldBe("WRONG_STATE");
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_PLUS", "k", "CARD", "declined")).ShouldBe("PAYMENT_DECLINED");
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_PLUS", "k", "CARD", "late")).ShouldBe("PAYMENT_DECLINED");
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_PLUS", "k", "EARNINGS")).ShouldBe("INSUFFICIENT_FUNDS");
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_PLUS", "")).ShouldBe("VALIDATION_FAILED");
        (await host.MutateAsync("changePlan", "account { id }", new { accountId = talent.AccountId, plan = "FREELANCER_PLUS", idempotencyKey = "k" }, await host.StaffAsync("ADMIN")))["errors"]![0]!["code"]!
            .GetValue<string>().ShouldBe("FORBIDDEN");
        await host.MutateAsync("suspendAccount", "account { status }", new { accountId = talent.AccountId, reason = "A test." }, await host.StaffAsync("TRUST_AND_SAFETY"));
        (await CodeAsync(talent, talent.AccountId, "FREELANCER_PLUS", "k")).ShouldBe("ACCOUNT_NOT_ACTIVE");
        (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_transaction where kind = 'PLAN_FEE'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_member_of_an_agency_changes_its_plan_and_its_bundles_say_why_they_are_closed()
    {
        var agency = await MarketplaceClient.AgencyAsync(host);
        var member = await MarketplaceClient.FreelancerAsync(host);
        await agency.MutateAsync("addAgencyMember", "agency { id }", new { agencyId = agency.AccountId, freelancerId = member.AccountId });
        (await CodeAsync(member, agency.AccountId, "AGENCY_BASIC", "member")).ShouldBeNull();
        var administrator = await host.StaffAsync("ADMIN");
        var now = Instant((await host.QueryAsync("{ now }"))["now"]!);
        await host.MutateAsync("advanceClock", "now", new { to = now.AddMonths(1).AddDays(1) }, administrator);
        await host.MutateAsync("runScheduledJob", "run { outcome }", new { name = "grant-monthly" }, administrator);

        var bundles = (await agency.QueryAsync("{ viewer { account { ... on Talent { membership { nextGrantAt } wallet { balance bundles { available unavailableReason } } } } } }"))["viewer"]!["account"]!;

        ((int)bundles["wallet"]!["balance"]!, bundles["membership"]!["nextGrantAt"]).ShouldBe((10, null));
        bundles["wallet"]!["bundles"]!.AsArray().ShouldAllBe(b => !(bool)b!["available"]! && ((string)b["unavailableReason"]!).Contains("Agency Plus"));
    }

    private static DateTimeOffset Instant(JsonNode node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);

    private static async Task<string?> CodeAsync(MarketplaceClient caller, string account, string plan, string key, string method = "CARD", string? token = null) =>
        (string?)(await caller.MutateAsync("changePlan", "account { id }", new { accountId = account, plan, payment = new { method, token }, idempotencyKey = key }))["errors"]?[0]?["code"];
}
