using System.Text;
using Marketplace.Api.Hosting;
using Marketplace.Payments;

namespace Marketplace.Api.Payments;

/// <summary>The key that the gateway's webhooks are signed with, from configuration (Payments:WebhookKey, Payments:WebhookTolerance).</summary>
internal static class WebhookSettings
{
    public const string DevelopmentKey = "sandbox-webhook-key";

    public static WebhookSigning Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var tolerance = configuration.GetValue("Payments:WebhookTolerance", TimeSpan.FromMinutes(5));
        if (tolerance < TimeSpan.FromSeconds(1) || tolerance > TimeSpan.FromHours(1))
        {
            throw new HostStartException("Payments:WebhookTolerance must be 00:00:01 to 01:00:00.");
        }

        var key = configuration["Payments:WebhookKey"] is { Length: > 0 } configured ? configured : environment.IsDevelopment() ? DevelopmentKey : null;
        if (key is null)
        {
            // Nobody outside can sign then: the webhook refuses everything, and the sandbox's own late answers still count.
            return WebhookSigning.OfThisProcess(tolerance);
        }

        var bytes = Encoding.UTF8.GetBytes(key);
        return bytes.Length >= WebhookSigning.LeastKeyBytes && (environment.IsDevelopment() || key != DevelopmentKey)
            ? new WebhookSigning(bytes, tolerance)
            : throw new HostStartException($"Payments:WebhookKey must be a secret of at least {WebhookSigning.LeastKeyBytes} bytes; '{DevelopmentKey}' is for development alone.");
    }
}
