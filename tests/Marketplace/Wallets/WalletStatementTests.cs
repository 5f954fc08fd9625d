using Marketplace.Accounts;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class WalletStatementTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task HIS_01_a_statement_adds_up_line_by_line_to_what_can_be_spent_swept_or_not()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        var job = await marketplace.JobAsync(client);
        await marketplace.BuyAsync(talent, 10);
        await marketplace.SubmitAsync(talent, job);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(200));
        await marketplace.BuyAsync(talent, 20);
        await marketplace.CloseAsync(client, job);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(200));

        var unswept = await ReadAsync(talent);
        await marketplace.RunAsync("expire-connects");
        var swept = await ReadAsync(talent);

        foreach (var statement in new[] { unswept, swept })
        {
            statement.Select(l => l.Amount).ShouldBe([10L, -2L, 20L, 2L, -10L]);
            statement.Aggregate(0L, (balance, line) => (balance + line.Amount).ShouldBeSame(line.BalanceAfter)).ShouldBe((await marketplace.WalletAsync(talent)).Balance);
        }

        swept.Select(l => (l.At, l.Kind)).ShouldBe(unswept.Select(l => (l.At, l.Kind)));
        swept[1].ShouldSatisfyAllConditions(l => l.Job.ShouldBe(job.JobId), l => l.Proposal!.Value.AccountId.ShouldBe(talent.Id), l => l.Description.ShouldBe("Operations Supervisor"));
        (await ReadAsync(talent, swept[1].At, swept[3].At)).Select(l => l.Amount).ShouldBe([-2L, 20L]);
    }

    private async Task<List<StatementLine>> ReadAsync(Talent talent, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        await marketplace.With<WalletStatements, List<StatementLine>>(async s => await s.ReadAsync(talent.AccountId, from, to, CancellationToken.None).ToListAsync());
}

internal static class Same
{
    public static long ShouldBeSame(this long actual, long expected)
    {
        actual.ShouldBe(expected);
        return actual;
    }
}
