using Experiments.Analysis;
using Experiments.Lifecycle;

namespace Marketplace.Notifications;

/// <summary>Who is told when an experiment passes a limit: staff own no accounts, so they have no bell here, only email.</summary>
public sealed record GuardrailAddresses(IReadOnlyList<string> All)
{
    public static GuardrailAddresses None { get; } = new([]);
}

/// <summary>Tells those who run experiments by email.</summary>
public sealed class GuardrailMail(GuardrailAddresses addresses, IMailSender mail, MailOptions options) : IGuardrailAlerts
{
    public async Task TellAsync(Experiment experiment, GuardrailBreach breach, CancellationToken cancellation)
    {
        var stopped = experiment.State != ExperimentState.Running;
        var subject = stopped ? $"Stopped: {experiment.Name} passed a limit" : $"{experiment.Name} passed a limit";
        MailContent content = new(
            subject.ReplaceLineEndings(" "),
            [
                $"The experiment \"{experiment.Name}\" ({experiment.Key}) passed a limit. {breach.Reason}",
                stopped ? "It is stopped: everybody gets the flag's default again." : "It goes on, for this guardrail does not stop it.",
                $"{options.PublicAddress}/console",
            ],
            IsNeeded: true);
        foreach (var (number, address) in addresses.All.Index())
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"guardrail-{experiment.Key}-{breach.Metric}-{breach.Variant}-{breach.At.ToUnixTimeSeconds()}-{number}@{new Uri(options.PublicAddress).Host}");
            await mail.SendAsync(new OutgoingMail(id, address, content.Subject, content.Text(null), content.Html(null), null), cancellation);
        }
    }
}
