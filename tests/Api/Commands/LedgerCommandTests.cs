using Marketplace.Api.Commands;
using Testing;

namespace Marketplace.Api.Tests.Commands;

public sealed class LedgerCommandTests
{
    [Fact]
    public async Task Ledger_check_prints_the_totals_and_exits_with_1_once_a_discrepancy_of_1_is_planted()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(20);
        await talent.SubmitAsync(await (await MarketplaceClient.ClientAsync(host)).PostJobAsync());

        var sound = await CheckAsync(host);
        await host.Database.WithoutGuardsAsync("update marketplace.wallet set paid = paid + 1 where asset = 'CONNECTS'");
        var planted = await CheckAsync(host);

        sound.Exit.ShouldBe(0);
        sound.Output.ShouldBe(["20 Connects issued: 18 held, 2 spent, 0 expired, 0 forfeited", "3 wallets, 0 discrepancies"]);
        planted.Exit.ShouldBe(1);
        planted.Output.Length.ShouldBe(3);
        planted.Output[1].ShouldBe("3 wallets, 1 discrepancies");
        planted.Output[2].ShouldContain("holds 19 paid and 0 free, its entries say 18 and 0");
    }

    private static async Task<(int Exit, string[] Output)> CheckAsync(TestHost host)
    {
        await using var output = new StringWriter();
        var exit = await CommandLine.RunAsync(
            ["ledger", "check", "--ConnectionStrings:Marketplace", host.Database.ConnectionString, "--ConnectionStrings:MarketplaceOwner", host.Database.OwnerConnectionString], output);
        return (exit, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
