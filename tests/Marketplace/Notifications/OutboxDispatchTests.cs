using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.ScheduledJobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Notifications;

public sealed class OutboxDispatchTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    private SentMail Sent => marketplace.Services.GetRequiredService<SentMail>();

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task What_waits_leaves_once_in_the_order_of_its_account()
    {
        var talent = await marketplace.FreelancerAsync();
        for (var i = 1; i <= 5; i++)
            await NotifyAsync(talent, $"Notice {i}");

        // The second run finds nothing: the first one sends an account's messages one after another.
        (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(6);
        (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(0);

        Sent.Mail.Select(m => m.Subject).ShouldBe(["Your verification code", "Notice 1", "Notice 2", "Notice 3", "Notice 4", "Notice 5"]);
        Sent.Mail.Select(m => m.MessageId).ShouldBeUnique();
    }

    [Fact]
    public async Task Runs_on_several_nodes_at_once_send_nothing_twice()
    {
        for (var i = 0; i < 30; i++)
            await marketplace.FreelancerAsync();
        var work = marketplace.Services.GetServices<IScheduledWork>().Single(w => w.Name == "dispatch-outbox");
        var now = marketplace.Clock.GetUtcNow();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => work.RunAsync(new RunProgress(marketplace.Source, 0, now), CancellationToken.None)));

        Sent.Mail.Count.ShouldBe(30);
        Sent.Mail.Select(m => m.To).ShouldBeUnique();
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again_later_and_given_up_after_eight_times()
    {
        await marketplace.FreelancerAsync();
        Sent.Refusal = "The server is away.";
        for (var attempt = 1; attempt <= OutboxDispatch.MostAttempts; attempt++)
        {
            (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(1, $"attempt {attempt}");
            // Not before its pause is over.
            (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(0);
            await marketplace.AdvanceAsync(TimeSpan.FromHours(3));
        }

        (await ScalarAsync("select state || ' ' || attempts || ' ' || error from marketplace.outbox")).ShouldBe("DEAD 8 The server is away.");
        Sent.Refusal = null;
        (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_of_a_node_that_died_while_sending_is_sent_by_another_when_its_lease_ends()
    {
        await marketplace.FreelancerAsync();
        await ScalarAsync($"select number from marketplace.claim_outbox(50, '{marketplace.Clock.GetUtcNow():O}', '5 minutes')");

        (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(0);
        await marketplace.AdvanceAsync(TimeSpan.FromMinutes(6));

        (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_unsubscribed_gets_codes_and_no_notices_and_an_unsubscribe_link_is_in_notices_alone()
    {
        var talent = await marketplace.FreelancerAsync();
        await NotifyAsync(talent, "First");
        await marketplace.RunAsync("dispatch-outbox");
        Sent.Mail.Select(m => m.UnsubscribeUrl is null).ShouldBe([true, false]);
        var token = Sent.Mail.Last().UnsubscribeUrl!.Split('/')[^1];
        var unsubscription = marketplace.Services.GetRequiredService<Unsubscription>();

        (await unsubscription.AccountOfAsync(token, CancellationToken.None)).ShouldBe(talent.Id);
        (await unsubscription.AccountOfAsync(token[..^2] + "xx", CancellationToken.None)).ShouldBeNull();
        await unsubscription.SetAsync(talent.Id, wantsMail: false, CancellationToken.None);
        await NotifyAsync(talent, "Second");
        await marketplace.RunAsync("dispatch-outbox");
        Sent.Mail.Select(m => m.Subject).ShouldNotContain("Second");

        await marketplace.With<ContactVerification, Outcome<Account>>(c => c.SendAsync(talent.AccountId, ContactChannel.Email, TestMarketplace.CallerOf(talent), CancellationToken.None));
        await marketplace.RunAsync("dispatch-outbox");
        Sent.Mail.Last().Subject.ShouldBe("Your verification code");
    }

    [Fact]
    public async Task A_code_is_forgotten_once_it_has_left_and_markup_in_a_notice_is_text()
    {
        var talent = await marketplace.FreelancerAsync();
        await NotifyAsync(talent, "<b>Hello</b>\nSubject: forged");
        await marketplace.RunAsync("dispatch-outbox");

        (await ScalarAsync("select count(*) from marketplace.outbox where data ? 'code'")).ShouldBe(0L);
        var notice = Sent.Mail.Last();
        notice.Subject.ShouldNotContain("\n");
        notice.Html.ShouldContain("&lt;b&gt;Hello");
    }

    [Fact]
    public async Task Months_get_their_partitions_ahead_and_what_waits_moves_along()
    {
        await marketplace.FreelancerAsync();

        // Three months of the outbox; the migration made some of the audit log's.
        (await marketplace.RunAsync("make-partitions")).Processed.ShouldBeInRange(3, 6);
        (await marketplace.RunAsync("make-partitions")).Processed.ShouldBe(0);

        (await ScalarAsync("select count(*) from only marketplace.outbox_default")).ShouldBe(0L);
        (await marketplace.RunAsync("dispatch-outbox")).Processed.ShouldBe(1);
    }

    private Task NotifyAsync(Account account, string title) =>
        ScalarAsync($"select marketplace.notify_accounts(array[row({account.Id}, 'GENERAL', '{title}', 'Words.', null, 'general', null)::marketplace.notice], '{marketplace.Clock.GetUtcNow():O}')");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = marketplace.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
