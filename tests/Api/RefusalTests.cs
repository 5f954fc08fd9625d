using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Nonsense, other people's ids, and requests that are too much: a clear answer each, never a 500.</summary>
public sealed class RefusalTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task Somebody_elses_wallet_is_refused_clearly_and_its_id_reads_as_null()
    {
        var owner = await MarketplaceClient.FreelancerAsync(host);
        var stranger = await MarketplaceClient.FreelancerAsync(host);
        await owner.BuyAsync(10);

        var read = await host.SendAsync("query($id: ID!) { account(id: $id) { displayName ... on Talent { wallet { balance } } } }", new { id = owner.AccountId }, stranger.Token);
        var error = read["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)error["extensions"]!["code"]!).ShouldBe("FORBIDDEN");
        ((string)error["message"]!).ShouldContain("owner");
        error["path"]!.ToJsonString().ShouldBe("""["account","wallet"]""");

        var probed = await stranger.QueryAsync("query($id: ID!) { node(id: $id) { __typename } }", new { id = await owner.WalletIdAsync() });
        probed["node"].ShouldBeNull();

        var bought = await stranger.MutateAsync("buyConnects", "wallet { balance }", new { walletId = await owner.WalletIdAsync(), bundleSize = 10, payment = new { method = "CARD" }, idempotencyKey = "theirs" });
        ((string)bought["errors"]![0]!["__typename"]!).ShouldBe("ForbiddenError");
        (await owner.BalanceAsync()).ShouldBe(10);
    }

    [Fact]
    public async Task Support_reads_a_wallet_and_cannot_spend_from_it()
    {
        var owner = await MarketplaceClient.FreelancerAsync(host);
        var support = await host.StaffAsync("SUPPORT");

        var read = await host.QueryAsync("query($id: ID!) { account(id: $id) { ... on Talent { wallet { balance } } } }", new { id = owner.AccountId }, support);
        ((int)read["account"]!["wallet"]!["balance"]!).ShouldBe(0);
        var job = await (await MarketplaceClient.ClientAsync(host)).PostJobAsync();
        var submitted = await host.MutateAsync("submitProposal", "proposal { id }", new { jobId = job, talentId = owner.AccountId, coverLetter = "x", idempotencyKey = "s" }, support);
        ((string)submitted["errors"]![0]!["__typename"]!).ShouldBe("ForbiddenError");
    }

    [Fact]
    public async Task A_suspended_account_is_stopped_whatever_its_token_says()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var client = await MarketplaceClient.ClientAsync(host);
        await talent.BuyAsync(10);
        var (job, other) = (await client.PostJobAsync(), await (await MarketplaceClient.ClientAsync(host)).PostJobAsync());
        await using var owner = Npgsql.NpgsqlDataSource.Create(host.Database.OwnerConnectionString);
        await using var suspend = owner.CreateCommand("update marketplace.account set status = 'SUSPENDED' where 'account:' || id = any ($1) or subject = any ($1)");
        suspend.Parameters.AddWithValue(new[] { Subject(talent), Subject(client) });
        (await suspend.ExecuteNonQueryAsync()).ShouldBe(2);

        ((string)(await talent.BuyAsync(10))["errors"]![0]!["__typename"]!).ShouldBe("AccountNotActiveError");
        ((string)(await talent.SubmitAsync(other))["errors"]![0]!["__typename"]!).ShouldBe("AccountNotActiveError");
        ((string)(await client.CloseJobAsync(job))["errors"]![0]!["__typename"]!).ShouldBe("ForbiddenError");
        var posted = await client.MutateAsync("postJob", "job { id }", new { clientId = client.AccountId, title = "T", description = "D", category = "legal", budget = new { @fixed = new { } }, idempotencyKey = "suspended" });
        ((string)posted["errors"]![0]!["__typename"]!).ShouldBe("AccountNotActiveError");
        var invited = await client.MutateAsync("inviteToJob", "job { id }", new { jobId = job, talentId = talent.AccountId });
        ((string)invited["errors"]![0]!["__typename"]!).ShouldBe("AccountNotActiveError");
        (await talent.BalanceAsync()).ShouldBe(10);
    }

    [Theory]
    [InlineData("startExperiment", "experiment { state }", """{"key":"double-rate-card","expectedVersion":1,"reason":"x"}""")]
    [InlineData("stopExperiment", "experiment { state }", """{"key":"double-rate-card","expectedVersion":1,"reason":"x"}""")]
    [InlineData("createExperiment", "experiment { state }", """{"key":"x","name":"x","hypothesis":"x","flagKey":"connects-rate-card","unit":"ACCOUNT","arms":[],"primaryMetric":"x"}""")]
    [InlineData("runScheduledJob", "run { outcome }", """{"name":"expire-connects"}""")]
    [InlineData("advanceClock", "now", """{"to":"2090-01-01T00:00:00Z"}""")]
    public async Task A_freelancer_cannot_do_what_staff_does(string field, string selection, string input)
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);

        var payload = await talent.MutateAsync(field, selection, JsonNode.Parse(input)!);

        ((string)payload["errors"]![0]!["__typename"]!).ShouldBe("ForbiddenError");
    }

    [Theory]
    [InlineData("{ flags { key } }")]
    [InlineData("{ experiments { nodes { key } } }")]
    [InlineData("{ metrics { key } }")]
    [InlineData("{ scheduledJobs { name } }")]
    [InlineData("{ scheduledJob(name: \"expire-connects\") { name } }")]
    [InlineData("{ clockIsMovable }")]
    [InlineData("{ ledgerHealth { balanced } }")]
    public async Task What_staff_reads_is_refused_to_others(string query)
    {
        var anonymous = await host.SendAsync(query);
        ((string)anonymous["errors"]![0]!["extensions"]!["code"]!).ShouldBe("UNAUTHENTICATED");
        var talent = await MarketplaceClient.FreelancerAsync(host);
        ((string)(await host.SendAsync(query, token: talent.Token))["errors"]![0]!["extensions"]!["code"]!).ShouldBe("FORBIDDEN");
    }

    [Theory]
    [InlineData("{ now", "Syntax Error")]
    [InlineData("{ nothing }", "Cannot query field \"nothing\" on type \"Query\".")]
    [InlineData("query($x: Int!) { now }", "Variable \"$x\"")]
    [InlineData("{ jobs(first: -1) { nodes { id } } }", "first")]
    [InlineData("{ jobs(first: 101) { nodes { id } } }", "100")]
    [InlineData("{ jobs(after: \"nonsense\") { nodes { id } } }", "cursor")]
    [InlineData("{ node(id: \"nonsense\") { id } }", "Invalid id")]
    public async Task Nonsense_is_a_GraphQL_error_that_says_what_is_wrong(string query, string message)
    {
        using var response = await host.Http.PostAsJsonAsync("/graphql", new { query });

        ((int)response.StatusCode).ShouldBeLessThan(500);
        var errors = (await response.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!.AsArray();
        errors.ShouldContain(e => ((string)e!["message"]!).Contains(message), errors.ToJsonString());
    }

    [Theory]
    [InlineData("query($id: ID!) { node(id: $id) { id } }", """{"id": {"a": 1}}""")]
    [InlineData("query($n: Int) { jobs(first: $n) { nodes { id } } }", """{"n": "ten"}""")]
    [InlineData("query($n: Int) { jobs(first: $n) { nodes { id } } }", """{"n": 99999999999}""")]
    [InlineData("query($w: JobFilter) { jobs(where: $w) { nodes { id } } }", """{"w": {"minimumValue": "much"}}""")]
    [InlineData("query($w: JobFilter) { jobs(where: $w) { nodes { id } } }", """{"w": {"colour": "red"}}""")]
    public async Task A_wrong_variable_is_named(string query, string variables)
    {
        var answer = await host.SendAsync(query, JsonNode.Parse(variables));

        var name = variables[2..variables.IndexOf('"', 2)];
        ((string)answer["errors"]![0]!["message"]!).ShouldContain($"${name}");
    }

    [Fact]
    public async Task A_huge_nested_query_is_refused_before_it_runs()
    {
        var nested = string.Concat(Enumerable.Repeat("{ jobs { nodes { client ", 50)) + "{ id }" + string.Concat(Enumerable.Repeat(" } } }", 50));
        var deep = await host.SendAsync(nested);
        ((string)deep["errors"]![0]!["message"]!).ShouldNotBeEmpty();

        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = new string('{', 100_000) }) };
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        using var braces = await host.Http.SendAsync(request);
        braces.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var aliases = await host.Http.PostAsJsonAsync("/graphql", new { query = "{" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"a{i}: now ")) + "}" });
        ((int)aliases.StatusCode).ShouldBeLessThan(500);
        (await aliases.Content.ReadFromJsonAsync<JsonNode>())!["errors"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{\"query\": 7}")]
    [InlineData("null")]
    public async Task A_malformed_body_is_a_client_error(string body)
    {
        using var response = await host.Http.PostAsync("/graphql", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Wrong_inputs_of_mutations_are_named_and_nothing_is_written()
    {
        var staff = await host.StaffAsync("ADMIN");
        foreach (var (input, field) in new (object, string)[]
        {
            (new { kind = "FREELANCER", displayName = " ", email = "a@example.com", country = "US" }, "displayName"),
            (new { kind = "FREELANCER", displayName = "A", email = "nobody", country = "US" }, "email"),
            (new { kind = "FREELANCER", displayName = "A", email = "a@example.com", country = "US", phone = "12" }, "phone"),
        })
        {
            var answer = await host.QueryAsync(
                "mutation($input: RegisterAccountInput!) { registerAccount(input: $input) { account { id } errors { ... on ValidationError { field } } } }", new { input }, staff);
            answer["registerAccount"]!.ToJsonString().ShouldBe($$"""{"account":null,"errors":[{"field":"{{field}}"}]}""");
        }

        var talent = await MarketplaceClient.FreelancerAsync(host);
        ((string)(await talent.BuyAsync(7))["errors"]![0]!["message"]!).ShouldContain("10, 20, 40, 60, 80");
        ((string)(await talent.BuyAsync(10, paymentToken: "decline-me"))["errors"]![0]!["__typename"]!).ShouldBe("PaymentDeclinedError");
        ((string)(await talent.BuyAsync(10, method: "EARNINGS"))["errors"]![0]!["__typename"]!).ShouldBe("InsufficientFundsError");
        (await talent.BalanceAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"query": "query($t: String) { jobs(where: {text: $t}) { totalCount } }", "variables": {"t": "a\u0000b"}}""", "U+0000")]
    [InlineData("""{"query": "query($t: String) { jobs(where: {text: $t}) { totalCount } }", "variables": {"t": "\ud800"}}""", "Unicode")]
    [InlineData("""{"query": "{ jobs(where: {text: \"a\\u0000b\"}) { totalCount } }"}""", "U+0000")]
    public async Task Text_that_no_database_keeps_is_refused_where_it_comes_in(string body, string message)
    {
        using var response = await host.Http.PostAsync("/graphql", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        var answer = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBeLessThan(500);
        answer.ShouldContain(message);
        answer.ShouldNotContain("Internal error");
    }

    [Fact]
    public async Task A_bid_beyond_all_bounds_is_a_validation_error()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var job = await (await MarketplaceClient.ClientAsync(host)).PostJobAsync();

        var answer = await talent.MutateAsync("submitProposal", "proposal { id }", new
        {
            jobId = job, talentId = talent.AccountId, coverLetter = "x", idempotencyKey = "huge", bid = new { amount = "79228162514264337593543950335" },
        });

        ((string)answer["errors"]![0]!["__typename"]!).ShouldBe("ValidationError");
    }

    [Fact]
    public async Task The_rate_card_can_be_tested_by_category_alone()
    {
        var answer = await host.QueryAsync(
            "mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { experiment { key } errors { ... on ValidationError { field message } } } }",
            new
            {
                input = new
                {
                    key = "by-account", name = "By account", hypothesis = "None.", flagKey = "connects-rate-card", unit = "ACCOUNT", primaryMetric = "proposals",
                    arms = new object[] { new { variant = "standard", weight = "50", control = true }, new { variant = "doubled", weight = "50" } },
                },
            },
            await host.StaffAsync("PRODUCT_MANAGER"));

        ((string)answer["createExperiment"]!["errors"]![0]!["field"]!).ShouldBe("unit");
    }

    [Fact]
    public async Task One_address_registers_only_so_many_accounts_and_staff_as_many_as_it_likes()
    {
        await using var strict = await TestHost.StartAsync("--Registration:PerAddress=3");
        object Input(int i) => new { kind = "CLIENT", displayName = "A", email = $"limited{i}@example.com", country = "US" };

        for (var i = 0; i < 3; i++)
            (await strict.MutateAsync("registerAccount", "account { id }", Input(i)))["errors"].ShouldBeNull();

        ((string)(await strict.MutateAsync("registerAccount", "account { id }", Input(3)))["errors"]![0]!["message"]!).ShouldContain("Try again in");
        (await strict.MutateAsync("registerAccount", "account { id }", Input(3), await strict.StaffAsync("SUPPORT")))["errors"].ShouldBeNull();
    }

    // A registered account's development subject is its own number.
    private static string Subject(MarketplaceClient client) =>
        "account:" + System.Text.Encoding.ASCII.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(client.AccountId)).Split(':')[1];

    public sealed class Host : IAsyncLifetime
    {
        public TestHost Value { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Value = await TestHost.StartAsync("--Payments:SandboxSettlesAfter=00:00:01", "--Registration:PerAddress=10000");

        public ValueTask DisposeAsync() => Value.DisposeAsync();
    }
}
