using Experiments.Analysis;
using Experiments.Lifecycle;
using Marketplace.Notifications;
using Testing;

namespace Marketplace.Tests.Notifications;

public sealed class GuardrailMailTests
{
    private static readonly GuardrailBreach Breach = new("proposals", "randomized", 0.05m, DateTimeOffset.UnixEpoch, "Proposals in arm 'randomized' is at least 7 percent worse than control and the limit is 5 percent.");

    [Theory]
    [InlineData(ExperimentState.Stopped, "Stopped: Randomized interview rewards passed a limit", "It is stopped")]
    [InlineData(ExperimentState.Running, "Randomized interview rewards passed a limit", "It goes on")]
    public async Task Everybody_named_is_told_why_and_whether_it_is_stopped(ExperimentState state, string subject, string what)
    {
        var sent = new SentMail();
        var mail = new GuardrailMail(new GuardrailAddresses(["pm@example.com", "lead@example.com"]), sent, new MailOptions("https://marketplace.example"));

        await mail.TellAsync(Experiment(state), Breach, TestContext.Current.CancellationToken);

        sent.Mail.Select(message => message.To).ShouldBe(["pm@example.com", "lead@example.com"]);
        sent.Mail.ShouldAllBe(message => message.Subject == subject && message.Text.Contains(Breach.Reason) && message.Text.Contains(what) && message.UnsubscribeUrl == null);
        sent.Mail.Select(message => message.MessageId).Distinct().Count().ShouldBe(2);
    }

    private static Experiment Experiment(ExperimentState state) => new(
        1, "interview-reward", "Randomized interview rewards", "More proposals.", "interview-reward", ExperimentUnit.Account, state, [], null, 100, 100, null, "proposals", [], [], null, null, 3);
}
