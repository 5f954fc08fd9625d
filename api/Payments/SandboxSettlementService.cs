using Marketplace.Clock;
using Marketplace.Payments;

namespace Marketplace.Api.Payments;

/// <summary>Lets the sandbox gateway answer late: a pending charge is settled some seconds after it was made (Payments:SandboxSettlesAfter).</summary>
internal sealed partial class SandboxSettlementService(SandboxSettlement sandbox, DomainClock clock, IConfiguration configuration, ILogger<SandboxSettlementService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var after = configuration.GetValue("Payments:SandboxSettlesAfter", TimeSpan.FromSeconds(5));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await clock.RefreshAsync(stoppingToken);
                await sandbox.SettleAsync(TimeProvider.System.GetUtcNow() - after, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The database may be away for a moment; the charges are still pending at the next tick.
                SettlementFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Settling late sandbox payments failed; trying again")]
    private static partial void SettlementFailed(ILogger logger, Exception exception);
}

internal static class PaymentServices
{
    public static void AddSandboxSettlement(this IServiceCollection services) => services.AddHostedService<SandboxSettlementService>();
}
