using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using GraphQL;
using Marketplace.Api.Statements;
using Testing;

namespace Marketplace.Api.Tests.Statements;

public sealed class HistoryCsvTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task HIS_01_the_statement_adds_up_to_the_balance_and_says_what_the_history_says()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var client = await MarketplaceClient.ClientAsync(host);
        await talent.BuyAsync(20);
        var job = await client.PostJobAsync(5000);
        await talent.SubmitAsync(job);
        await client.CloseJobAsync(job);
        await talent.SubmitAsync(await client.PostJobAsync());

        using var answer = await GetAsync(await talent.WalletIdAsync(), talent.Token);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()).ShouldBe((HttpStatusCode.OK, "text/csv; charset=utf-8"));
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileName!.ShouldEndWith(".csv");
        lines[0].ShouldBe("date,kind,description,amount,balance after,job,proposal,arms");
        var rows = lines.Skip(1).Select(l => l.Split(',')).ToArray();
        rows.Select(r => (r[1], r[2], r[3], r[4])).ShouldBe([
            ("PURCHASE", "Purchase of 20 Connects", "20", "20"), ("SPEND", "Operations Supervisor", "-8", "12"), ("REFUND", "Operations Supervisor", "8", "20"), ("SPEND", "Operations Supervisor", "-2", "18")]);
        rows.Sum(r => int.Parse(r[3], CultureInfo.InvariantCulture)).ShouldBe(await talent.BalanceAsync());
        rows[1][5].ShouldBe(job);
        ((string)(await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Proposal { job { id } } } }", new { id = rows[1][6] }))["node"]!["job"]!["id"]!).ShouldBe(job);

        using var part = await GetAsync(await talent.WalletIdAsync(), talent.Token, $"?from={rows[1][0]}&to={rows[2][0]}");
        (await part.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).ShouldBe([lines[0], lines[2]]);
    }

    [Fact]
    public async Task The_owner_support_and_administrators_get_it_and_to_everybody_else_there_is_none()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var wallet = await talent.WalletIdAsync();

        foreach (var (token, status) in new[]
        {
            (talent.Token, HttpStatusCode.OK), (await host.StaffAsync("SUPPORT"), HttpStatusCode.OK), (await host.StaffAsync("ADMIN"), HttpStatusCode.OK),
            (await host.StaffAsync("PRODUCT_MANAGER"), HttpStatusCode.NotFound), ((await MarketplaceClient.FreelancerAsync(host)).Token, HttpStatusCode.NotFound), (null, HttpStatusCode.Unauthorized),
        })
        {
            using var answer = await GetAsync(wallet, token);
            answer.StatusCode.ShouldBe(status);
        }

        foreach (var nonsense in new[] { "x", GlobalId.Encode("ConnectsWallet", "x"), GlobalId.Encode("ConnectsWallet", 999_999), talent.AccountId, GlobalId.Encode("ConnectsWallet", long.MaxValue) })
        {
            using var answer = await GetAsync(nonsense, await host.StaffAsync("ADMIN"));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, nonsense);
        }

        using var bad = await GetAsync(wallet, talent.Token, "?from=yesterday");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("Shop = open", "Shop = open")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_run_is_text(string words, string cell) => CsvText.Words(words).ShouldBe(cell);

    [Fact]
    public void Commas_quotes_and_line_ends_stay_within_their_field() =>
        CsvText.Line("a,b", "say \"hi\"", "two\nlines", "plain").ShouldBe("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",plain\r\n");

    private async Task<HttpResponseMessage> GetAsync(string wallet, string? token, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/wallets/{wallet}/history.csv{query}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await host.Http.SendAsync(request);
    }
}
