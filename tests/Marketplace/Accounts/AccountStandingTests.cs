using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Wallets;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Accounts;

public sealed class AccountStandingTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task RFD_07_a_suspended_account_keeps_its_Connects_spends_none_and_spends_again_once_reinstated()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 20);
        var job = await marketplace.JobAsync(await marketplace.ClientAsync());

        (await SuspendAsync(talent)).Value!.Status.ShouldBe(AccountStatus.Suspended);
        (await marketplace.SubmitAsync(talent, job)).Refusal.ShouldBeOfType<AccountNotActive>();
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(20);

        (await StandingAsync(s => s.ReinstateAsync(talent.AccountId, "Cleared.", "tester", CancellationToken.None))).Value!.Status.ShouldBe(AccountStatus.Active);
        (await marketplace.SubmitAsync(talent, job)).Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task RFD_07_a_suspended_accounts_Connects_keep_expiring()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 20);
        await SuspendAsync(talent);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(367));

        await marketplace.RunAsync("expire-connects");

        (await marketplace.HistoryAsync(talent))[0].Kind.ShouldBe(TransactionKind.Expiry);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RFD_05_RFD_06_a_closed_or_banned_account_forfeits_its_Connects_without_money_back(bool banned)
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 20);
        await marketplace.BuyAsync(talent, 10);

        var outcome = banned
            ? await StandingAsync(s => s.SuspendAsync(talent.AccountId, true, "Fraud.", "tester", CancellationToken.None))
            : await StandingAsync(s => s.CloseAsync(talent.AccountId, TestMarketplace.CallerOf(talent), "owner", CancellationToken.None));

        outcome.Value!.Status.ShouldBe(banned ? AccountStatus.Banned : AccountStatus.Closed);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);
        (await marketplace.HistoryAsync(talent)).Take(2).Select(l => (l.Kind, l.Connects)).ShouldBe([(TransactionKind.Forfeit, -10L), (TransactionKind.Forfeit, -20L)], ignoreOrder: true);
        var health = await marketplace.HealthAsync();
        health.Discrepancies.ShouldBeEmpty();
        health.ConnectsForfeited.ShouldBe(30);
        (await ScalarAsync($"select paid from marketplace.wallet where account_id = {talent.Id} and asset = 'USD'")).ShouldBe(0L);
    }

    [Theory]
    [InlineData(true, JobStatus.Removed)]
    [InlineData(false, JobStatus.Closed)]
    public async Task A_client_that_is_over_leaves_no_open_job_and_its_proposals_get_their_Connects_back(bool banned, JobStatus status)
    {
        var client = await marketplace.ClientAsync();
        var job = await marketplace.JobAsync(client);
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        await marketplace.SubmitAsync(talent, job);

        if (banned)
            await StandingAsync(s => s.SuspendAsync(client.AccountId, true, "Scam.", "tester", CancellationToken.None));
        else
            await StandingAsync(s => s.CloseAsync(client.AccountId, TestMarketplace.CallerOf(client), "owner", CancellationToken.None));

        (await marketplace.With<JobReader, Job?>(jobs => jobs.ByIdAsync(job.JobId, CancellationToken.None)))!.Status.ShouldBe(status);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(10);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_other_change_of_status_says_which_state_stands_in_its_way()
    {
        var talent = await marketplace.FreelancerAsync();
        (await StandingAsync(s => s.ReinstateAsync(talent.AccountId, "Why not.", "tester", CancellationToken.None))).Refusal.ShouldBeOfType<WrongState>().State.ShouldBe("ACTIVE");
        (await StandingAsync(s => s.EraseAsync(talent.AccountId, "Asked for.", "tester", CancellationToken.None))).Refusal.ShouldBeOfType<WrongState>().State.ShouldBe("ACTIVE");
        await StandingAsync(s => s.SuspendAsync(talent.AccountId, true, "Fraud.", "tester", CancellationToken.None));
        (await StandingAsync(s => s.ReinstateAsync(talent.AccountId, "Sorry.", "tester", CancellationToken.None))).Refusal.ShouldBeOfType<WrongState>().State.ShouldBe("BANNED");
        (await StandingAsync(s => s.SuspendAsync(talent.AccountId, false, "Again.", "tester", CancellationToken.None))).Refusal.ShouldBeOfType<WrongState>();
        (await SuspendAsync(talent, reason: " ")).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe("reason");
    }

    [Fact]
    public async Task Erasing_takes_every_personal_word_and_no_entry()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(await marketplace.ClientAsync()));
        await StandingAsync(s => s.CloseAsync(talent.AccountId, TestMarketplace.CallerOf(talent), "owner", CancellationToken.None));
        var lines = (await marketplace.HistoryAsync(talent)).Count;

        var erased = (await StandingAsync(s => s.EraseAsync(talent.AccountId, "Asked for.", "tester", CancellationToken.None))).Value!;

        (erased.DisplayName, erased.Email, erased.Subject).ShouldBe((null, null, null));
        (await ScalarAsync($"select cover_letter from marketplace.proposal where account_id = {talent.Id}")).ShouldBe("");
        (await ScalarAsync($"select count(*) from marketplace.outbox where account_id = {talent.Id} and (state = 'PENDING' or data <> '{{}}')")).ShouldBe(0L);
        (await marketplace.HistoryAsync(talent)).Count.ShouldBe(lines);
        // The email is free again.
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_suspension_is_on_the_audit_log_with_its_reason()
    {
        var talent = await marketplace.FreelancerAsync();
        await SuspendAsync(talent, reason: "Spam.");

        (await ScalarAsync($"select actor || ' ' || action || ' ' || reason from experiments.audit_entry where subject = 'account:{talent.Id}'")).ShouldBe("tester suspendAccount Spam.");
    }

    [Fact]
    public async Task A_talent_that_is_suspended_in_the_middle_of_fifty_submissions_has_spent_only_what_went_before()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 80);
        var client = await marketplace.ClientAsync();
        var jobs = new List<Job>();
        for (var i = 0; i < 20; i++)
            jobs.Add(await marketplace.JobAsync(client));

        var submissions = jobs.Select(j => marketplace.SubmitAsync(talent, j)).ToList();
        await SuspendAsync(talent);
        var sent = (await Task.WhenAll(submissions)).Count(s => s.Value is not null);

        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(80 - (2 * sent));
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    private Task<Outcome<Account>> SuspendAsync(Account account, string reason = "A test.") =>
        StandingAsync(s => s.SuspendAsync(account.AccountId, false, reason, "tester", CancellationToken.None));

    private Task<Outcome<Account>> StandingAsync(Func<AccountStanding, Task<Outcome<Account>>> step) => marketplace.With(step);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = marketplace.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
