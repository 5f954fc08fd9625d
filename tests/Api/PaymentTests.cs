using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>What is charged and what is delivered agree, whatever is declined, late, repeated or raced.</summary>
public sealed class PaymentTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task One_key_for_two_bundles_at_once_charges_what_it_delivers()
    {
        for (var round = 0; round < 10; round++)
        {
            var talent = await MarketplaceClient.FreelancerAsync(host);

            var bought = await Task.WhenAll(talent.BuyAsync(10, "race"), talent.BuyAsync(80, "race"));

            var won = bought.Single(b => b["errors"] is null);
            ((string)bought.Single(b => b["errors"] is not null)["errors"]![0]!["__typename"]!).ShouldBe("IdempotencyConflictError");
            var price = (int)won["purchase"]!["connects"]! == 80 ? "12.00" : "1.50";
            ((string)won["purchase"]!["price"]!["amount"]!).ShouldBe(price);
            await using var source = Npgsql.NpgsqlDataSource.Create(host.Database.OwnerConnectionString);
            await using var command = source.CreateCommand("""
                select count(*) from marketplace.sandbox_charge c
                full join marketplace.purchase p on p.charge_reference = c.reference and p.price_cents = c.amount_cents
                where (c.reference is null and p.state = 'COMPLETED') or (p.number is null and c.reference like 'connects/%')
                """);
            (await command.ExecuteScalarAsync()).ShouldBe(0L);
        }
    }

    [Fact]
    public async Task A_featured_job_is_charged_only_where_it_is_posted()
    {
        var client = await MarketplaceClient.ClientAsync(host);
        Task<JsonNode> Post(bool featured, string key, string? token = null) => client.MutateAsync("postJob", "job { featured }", new
        {
            clientId = client.AccountId, title = "Shop", description = "Keep it open.", category = "legal", budget = new { @fixed = new { } }, featured,
            payment = new { method = "CARD", token }, idempotencyKey = key,
        });
        await Post(false, "plain");

        ((string)(await Post(true, "plain"))["errors"]![0]!["__typename"]!).ShouldBe("IdempotencyConflictError");
        ((string)(await Post(true, "late", "late"))["errors"]![0]!["__typename"]!).ShouldBe("PaymentDeclinedError");
        await using var source = Npgsql.NpgsqlDataSource.Create(host.Database.OwnerConnectionString);
        await using var charges = source.CreateCommand("select count(*) from marketplace.sandbox_charge where reference like 'featured/%'");
        (await charges.ExecuteScalarAsync()).ShouldBe(0L);

        // A refusal is not remembered: the same key with a good card posts, once.
        ((bool)(await Post(true, "late"))["job"]!["featured"]!).ShouldBeTrue();
        (await Post(true, "late"))["errors"].ShouldBeNull();
        (await charges.ExecuteScalarAsync()).ShouldBe(1L);
    }

    [Fact]
    public async Task A_declined_payment_may_be_tried_again_with_the_same_key_and_a_bought_bundle_is_bought_once()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(10, "again", "decline");

        var bought = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => talent.BuyAsync(10, "again")));

        bought.Select(b => (string)b["purchase"]!["id"]!).Distinct().ShouldHaveSingleItem();
        (await talent.BalanceAsync()).ShouldBe(10);
        ((string)(await talent.BuyAsync(20, "again"))["errors"]![0]!["__typename"]!).ShouldBe("IdempotencyConflictError");
    }

    [Fact]
    public async Task A_late_payment_is_a_pending_purchase_that_fills_the_wallet_when_it_settles()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);

        var bought = await talent.BuyAsync(20, paymentToken: "late");
        ((string)bought["purchase"]!["state"]!, bought["lot"]).ShouldBe(("PENDING", null));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await talent.BalanceAsync() == 0)
            await Task.Delay(200, limit.Token);
        (await talent.BalanceAsync()).ShouldBe(20);
        var state = await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Purchase { state } } }", new { id = (string)bought["purchase"]!["id"]! });
        ((string)state["node"]!["state"]!).ShouldBe("COMPLETED");
    }

    [Fact]
    public async Task An_agency_buys_the_larger_bundles_and_a_freelancer_does_not()
    {
        var agency = await MarketplaceClient.AgencyAsync(host);
        ((int)(await agency.BuyAsync(300))["wallet"]!["balance"]!).ShouldBe(300);
        ((string)(await (await MarketplaceClient.FreelancerAsync(host)).BuyAsync(300))["errors"]![0]!["__typename"]!).ShouldBe("BundleNotAvailableError");
    }
}
