using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>From a proposal to a contract that is paid, over HTTP.</summary>
public sealed class HiringTests : IAsyncLifetime
{
    private TestHost host = null!;
    private MarketplaceClient client = null!;
    private MarketplaceClient talent = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        client = await MarketplaceClient.ClientAsync(host);
        talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(40);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task RWD_02_an_interview_starts_from_a_submitted_proposal_and_is_replied_to_once()
    {
        var (_, proposal) = await ProposeAsync();
        (await CodeOf(talent.MutateAsync("startInterview", "proposal { id }", new { proposalId = proposal }))).ShouldBe("FORBIDDEN");
        (await CodeOf(talent.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "Hello." }))).ShouldBe("WRONG_STATE");

        var started = await client.MutateAsync("startInterview", "proposal { status interview { id startedAt repliedAt } }", new { proposalId = proposal });
        ((string)started["proposal"]!["status"]!, started["proposal"]!["interview"]!["repliedAt"]).ShouldBe(("INTERVIEWING", null));
        (await CodeOf(client.MutateAsync("startInterview", "proposal { id }", new { proposalId = proposal }))).ShouldBe("WRONG_STATE");
        (await CodeOf(talent.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "  " }))).ShouldBe("VALIDATION_FAILED");

        var replied = await talent.MutateAsync("replyToInterview", "proposal { interview { repliedAt } }", new { proposalId = proposal, message = "Gladly." });
        replied["proposal"]!["interview"]!["repliedAt"].ShouldNotBeNull();
        (await CodeOf(talent.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "Again." }))).ShouldBe("WRONG_STATE");
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_a_proposal_a_contract_or_a_payment()
    {
        var (_, proposal) = await ProposeAsync();
        var stranger = await MarketplaceClient.ClientAsync(host);
        foreach (var (field, selection) in new[] { ("withdrawProposal", "proposal { id }"), ("declineProposal", "proposal { id }"), ("startInterview", "proposal { id }"), ("hire", "contract { id }") })
            (await CodeOf(stranger.MutateAsync(field, selection, new { proposalId = proposal }))).ShouldBe("NOT_FOUND", field);
        var contract = await HireAsync(proposal);
        var payment = await PayAsync(contract, 20m, "pay-1");

        (await CodeOf(stranger.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = 1 }, idempotencyKey = "k" }))).ShouldBe("NOT_FOUND");
        (await CodeOf(stranger.MutateAsync("endContract", "contract { id }", new { contractId = contract }))).ShouldBe("NOT_FOUND");
        foreach (var id in new[] { proposal, contract, (string)payment["payment"]!["id"]! })
            (await stranger.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id }))["node"].ShouldBeNull();
        (await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Payment { amount { amount } contract { paid { amount } } } } }", new { id = (string)payment["payment"]!["id"]! }))["node"]!["contract"]!["paid"]!["amount"]!.ToString().ShouldBe("20.00");
    }

    [Theory]
    [InlineData("withdrawProposal", true, "WITHDRAWN")]
    [InlineData("declineProposal", false, "DECLINED")]
    public async Task RFD_11_neither_withdrawal_nor_decline_returns_Connects(string field, bool byTalent, string status)
    {
        var (job, proposal) = await ProposeAsync();
        var before = await talent.BalanceAsync();

        var changed = await (byTalent ? talent : client).MutateAsync(field, "proposal { status connectsReturned }", new { proposalId = proposal });
        ((string)changed["proposal"]!["status"]!, (int)changed["proposal"]!["connectsReturned"]!).ShouldBe((status, 0));
        await client.CloseJobAsync(job);

        // A declined proposal gets its Connects back when nobody is hired, a withdrawn one never.
        (await talent.BalanceAsync()).ShouldBe(byTalent ? before : before + 2);
        (await CodeOf(client.MutateAsync("hire", "contract { id }", new { proposalId = proposal }))).ShouldBe("JOB_NOT_OPEN");
    }

    [Fact]
    public async Task RFD_04_hiring_fills_the_job_and_closing_it_returns_nothing_and_leaves_the_contract_active()
    {
        var (job, proposal) = await ProposeAsync();
        var other = await MarketplaceClient.FreelancerAsync(host);
        await other.BuyAsync(10);
        await other.SubmitAsync(job);
        var contract = await HireAsync(proposal);

        (await CodeOf(client.MutateAsync("hire", "contract { id }", new { proposalId = proposal }))).ShouldBe("JOB_NOT_OPEN");
        (await client.CloseJobAsync(job))["job"]!["status"]!.ToString().ShouldBe("CLOSED");

        (await other.BalanceAsync()).ShouldBe(8);
        (await client.QueryAsync("query($id: ID!) { node(id: $id) { ... on Contract { status } } }", new { id = contract }))["node"]!["status"]!.ToString().ShouldBe("ACTIVE");
        (await client.CloseJobAsync(job))["errors"]![0]!["code"]!.ToString().ShouldBe("JOB_NOT_OPEN");
    }

    [Fact]
    public async Task RFD_02_a_removed_job_returns_Connects_whoever_was_hired_and_says_why()
    {
        var (job, proposal) = await ProposeAsync();
        await HireAsync(proposal);
        var safety = await host.StaffAsync("TRUST_AND_SAFETY");
        (await CodeOf(client.MutateAsync("removeJob", "job { id }", new { jobId = job, reason = "Mine." }))).ShouldBe("FORBIDDEN");

        var removed = await host.MutateAsync("removeJob", "job { status }", new { jobId = job, reason = "Asks for payment outside." }, safety);

        removed["job"]!["status"]!.ToString().ShouldBe("REMOVED");
        (await talent.BalanceAsync()).ShouldBe(40);
        (await CodeOf(host.MutateAsync("removeJob", "job { status }", new { jobId = job, reason = "Again." }, safety))).ShouldBe("WRONG_STATE");
        (await host.ScalarAsync<string>("select body from marketplace.notification where kind = 'GENERAL' and title like 'A job%'")).ShouldContain("outside");
        (await host.ScalarAsync<long>("select count(*) from marketplace.notification where kind = 'CONNECTS_REFUNDED'")).ShouldBe(1);
        (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_discrepancies()")).ShouldBe(0);
    }

    [Fact]
    public async Task A_payment_is_earned_once_whatever_is_sent_twice_and_a_decline_charges_nothing()
    {
        var contract = await HireAsync((await ProposeAsync()).Proposal);
        (await CodeOf(client.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = 5 }, payment = new { method = "CARD", token = "decline" }, idempotencyKey = "once" }))).ShouldBe("PAYMENT_DECLINED");

        var payments = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PayAsync(contract, 25m, "once")));

        payments.Select(p => (string)p["payment"]!["id"]!).Distinct().Count().ShouldBe(1);
        (await CashAsync()).ShouldBe(2500);
        (await CodeOf(client.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = 26 }, idempotencyKey = "once" }))).ShouldBe("IDEMPOTENCY_CONFLICT");
        foreach (var amount in new[] { 0m, -1m, 0.001m })
            (await CodeOf(client.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount }, idempotencyKey = "bad" }))).ShouldBe("VALIDATION_FAILED");
        (await CodeOf(talent.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = 5 }, idempotencyKey = "mine" }))).ShouldBe("FORBIDDEN");
    }

    [Fact]
    public async Task A_refund_takes_the_cash_there_is_and_the_rest_from_later_earnings()
    {
        var contract = await HireAsync((await ProposeAsync()).Proposal);
        var payment = (string)(await PayAsync(contract, 30m, "first"))["payment"]!["id"]!;
        // Half of the earnings leave by a purchase.
        await talent.BuyAsync(80, method: "EARNINGS");
        var support = await host.StaffAsync("SUPPORT");

        var refunded = await RefundAsync(payment, null, "r1", support);
        refunded["payment"]!["refunded"]!["amount"]!.ToString().ShouldBe("30.00");
        (await CashAsync()).ShouldBe(0);
        (await RefundAsync(payment, null, "r1", support))["payment"]!["refunded"]!["amount"]!.ToString().ShouldBe("30.00");
        (await CodeOf(RefundAsync(payment, null, "r2", support))).ShouldBe("WRONG_STATE");

        await PayAsync(contract, 10m, "second");
        (await CashAsync()).ShouldBe(0);
        await PayAsync(contract, 10m, "third");
        (await CashAsync()).ShouldBe(800);
        (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_discrepancies()")).ShouldBe(0);
    }

    [Fact]
    public async Task Parts_of_a_payment_go_back_until_nothing_is_left()
    {
        var contract = await HireAsync((await ProposeAsync()).Proposal);
        var payment = (string)(await PayAsync(contract, 30m, "first"))["payment"]!["id"]!;
        var support = await host.StaffAsync("SUPPORT");

        await RefundAsync(payment, 10m, "r1", support);
        (await CodeOf(RefundAsync(payment, 20.01m, "r2", support))).ShouldBe("VALIDATION_FAILED");
        (await CodeOf(RefundAsync(payment, 11m, "r1", support))).ShouldBe("IDEMPOTENCY_CONFLICT");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => RefundAsync(payment, 5m, $"five-{i}", support)));

        (await CashAsync()).ShouldBe(0);
        (await host.ScalarAsync<long>("select refunded_cents from marketplace.payment")).ShouldBe(3000);
    }

    [Fact]
    public async Task HRS_01_HRS_03_a_client_raises_the_hours_of_an_hourly_contract_and_only_raises()
    {
        var posted = await client.MutateAsync("postJob", "job { id }", new { clientId = client.AccountId, title = "By the hour", description = "Long.", category = "legal", budget = new { hourly = new { duration = "ONE_TO_3_MONTHS" } }, idempotencyKey = "hourly" });
        var proposal = (string)(await talent.SubmitAsync((string)posted["job"]!["id"]!))["proposal"]!["id"]!;
        var contract = (string)(await client.MutateAsync("hire", "contract { id authorizedHoursThisWeek }", new { proposalId = proposal, authorizedHours = 20 }))["contract"]!["id"]!;

        var raised = await client.MutateAsync("increaseAuthorizedHours", "contract { authorizedHoursThisWeek }", new { contractId = contract, hours = 30 });
        ((int)raised["contract"]!["authorizedHoursThisWeek"]!).ShouldBe(30);
        foreach (var hours in new[] { 30, 10, 0, 169 })
            (await CodeOf(client.MutateAsync("increaseAuthorizedHours", "contract { id }", new { contractId = contract, hours }))).ShouldBe("VALIDATION_FAILED");
        // HRS-03: what was authorized before stays on record.
        (await host.ScalarAsync<string>("select string_agg(hours::text, ',' order by number) from marketplace.authorized_hours")).ShouldBe("20,30");
        (await CodeOf(client.MutateAsync("extendContract", "contract { id }", new { contractId = contract, endsAt = "2020-01-01T00:00:00Z" }))).ShouldBe("VALIDATION_FAILED");
        (await client.MutateAsync("extendContract", "contract { endsAt }", new { contractId = contract, endsAt = "2040-01-01T00:00:00Z" }))["contract"]!["endsAt"]!.ToString().ShouldBe("2040-01-01T00:00:00Z");
        (await client.MutateAsync("endContract", "contract { status }", new { contractId = contract }))["contract"]!["status"]!.ToString().ShouldBe("ENDED");
        (await CodeOf(client.MutateAsync("endContract", "contract { id }", new { contractId = contract }))).ShouldBe("WRONG_STATE");
        (await CodeOf(client.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = 5 }, idempotencyKey = "late" }))).ShouldBe("WRONG_STATE");
    }

    [Fact]
    public async Task INV_06_a_job_is_featured_once_for_its_price_by_whoever_asks_how_often()
    {
        var job = await client.PostJobAsync();
        (await CodeOf(FeatureAsync(job, "k0", "decline"))).ShouldBe("PAYMENT_DECLINED");
        (await CodeOf(FeatureAsync(job, "k1", method: "EARNINGS"))).ShouldBe("INSUFFICIENT_FUNDS");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => FeatureAsync(job, $"race-{i}")));

        answers.Count(a => a["errors"] is null).ShouldBe(1);
        answers.Where(a => a["errors"] is not null).ShouldAllBe(a => a["errors"]![0]!["code"]!.ToString() == "WRONG_STATE");
        (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_transaction where kind = 'FEATURED_JOB'")).ShouldBe(1);
        (await host.ScalarAsync<decimal>("select sum(amount_cents) from marketplace.sandbox_charge where reference like 'feature/%'")).ShouldBe(2999);
        (await client.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { featured invitationsLeft } } }", new { id = job }))["node"]!["invitationsLeft"].ShouldBeNull();
    }

    [Fact]
    public async Task CLI_05_a_flagged_job_stands_in_the_queue_of_trust_and_safety_alone()
    {
        var job = await client.PostJobAsync();
        await talent.MutateAsync("flagJob", "job { id }", new { jobId = job, reason = "Pays by gift card." });
        await talent.MutateAsync("flagJob", "job { id }", new { jobId = job, reason = "Really." });
        var safety = await host.StaffAsync("TRUST_AND_SAFETY");

        var queue = await host.QueryAsync("{ flaggedJobs { totalCount nodes { id flags { reason } } } }", null, safety);
        queue["flaggedJobs"]!["nodes"]![0]!["flags"]!.AsArray().Select(f => f!["reason"]!.ToString()).ShouldBe(["Pays by gift card."]);
        (await client.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { flags { reason } } } }", new { id = job }))["node"]!["flags"]!.AsArray().ShouldBeEmpty();
        await host.MutateAsync("removeJob", "job { id }", new { jobId = job, reason = "Gift cards." }, safety);
        ((int)(await host.QueryAsync("{ flaggedJobs { totalCount } }", null, safety))["flaggedJobs"]!["totalCount"]!).ShouldBe(0);
    }

    [Fact]
    public async Task CLI_07_talents_see_a_clients_record()
    {
        var contract = await HireAsync((await ProposeAsync()).Proposal);
        await client.CloseJobAsync(await client.PostJobAsync());
        await PayAsync(contract, 12.5m, "p");

        var record = (await talent.QueryAsync("query($id: ID!) { account(id: $id) { ... on Client { record { jobsPosted hires hireRate closedWithoutHire paid { amount } } } } }", new { id = client.AccountId }))["account"]!["record"]!;

        record.ToJsonString().ShouldBe("""{"jobsPosted":2,"hires":1,"hireRate":"0.5","closedWithoutHire":1,"paid":{"amount":"12.50"}}""");
    }

    private async Task<(string Job, string Proposal)> ProposeAsync()
    {
        var job = await client.PostJobAsync();
        return (job, (string)(await talent.SubmitAsync(job))["proposal"]!["id"]!);
    }

    private async Task<string> HireAsync(string proposal) => (string)(await client.MutateAsync("hire", "contract { id status }", new { proposalId = proposal }))["contract"]!["id"]!;

    private Task<JsonNode> PayAsync(string contract, decimal amount, string key) =>
        client.MutateAsync("payContract", "payment { id amount { amount } } contract { paid { amount } }", new { contractId = contract, amount = new { amount }, idempotencyKey = key });

    private Task<JsonNode> RefundAsync(string payment, decimal? amount, string key, string token) =>
        host.MutateAsync("refundPayment", "payment { refunded { amount } }", new { paymentId = payment, amount = amount is null ? null : new { amount }, reason = "Asked for.", idempotencyKey = key }, token);

    private Task<JsonNode> FeatureAsync(string job, string key, string? token = null, string method = "CARD") =>
        client.MutateAsync("featureJob", "job { featured }", new { jobId = job, payment = new { method, token }, idempotencyKey = key });

    private Task<long> CashAsync() => host.ScalarAsync<long>("select w.paid from marketplace.wallet w join marketplace.account a on a.id = w.account_id where a.kind = 'FREELANCER' and w.asset = 'USD' order by a.id limit 1");

    private static async Task<string?> CodeOf(Task<JsonNode> mutation) => (string?)(await mutation)["errors"]?[0]?["code"];
}
