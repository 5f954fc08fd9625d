using Marketplace.Tests.Interviews;
using Testing;

namespace Marketplace.Tests.Jobs;

public sealed class ClientRemindersTests : IAsyncLifetime
{
    private TestMarketplace market = null!;

    public async ValueTask InitializeAsync() => market = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task CLI_01_CLI_02_RFD_12_a_client_is_asked_7_14_and_30_days_after_posting_once_each()
    {
        var client = await market.ClientAsync();
        await market.JobAsync(client);
        var told = new List<int>();
        for (var day = 1; day <= 32; day++)
        {
            await market.AdvanceAsync(TimeSpan.FromDays(1));
            if ((await market.RunAsync("remind-clients")).Processed + (await market.RunAsync("remind-clients")).Processed == 1)
                told.Add(day);
        }

        told.ShouldBe([7, 14, 30]);
        (await market.ScalarAsync<long>($"select count(*) from marketplace.outbox where template = 'close-job-reminder' and account_id = {client.Id}")).ShouldBe(3);
    }

    [Fact]
    public async Task CLI_01_a_closed_job_is_asked_about_no_more_and_a_late_run_says_the_last_word_alone()
    {
        var client = await market.ClientAsync();
        var (open, closed) = (await market.JobAsync(client), await market.JobAsync(client));
        await market.CloseAsync(client, closed);
        await market.AdvanceAsync(TimeSpan.FromDays(20));

        (await market.RunAsync("remind-clients")).Processed.ShouldBe(1);

        (await market.ScalarAsync<string>("select once_key from marketplace.notification where kind = 'CLOSE_JOB_REMINDER'")).ShouldBe($"job:{open.Id}:14d");
    }
}
