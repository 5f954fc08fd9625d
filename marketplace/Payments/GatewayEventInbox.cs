using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Payments;

public enum EventReceipt { Counted, Repeated, Contradicted, Ignored, Malformed, NotSigned, UnknownReference }

/// <summary>
/// Takes what a gateway tells about charges: at least once, late, in any order. Each event is counted once, by its id; one that contradicts what
/// was told before changes nothing and is logged.
/// </summary>
public sealed partial class GatewayEventInbox(
    NpgsqlDataSource source, WebhookSigning signing, PolicyBook policies, ChangeFeed changes, TimeProvider clock, ILogger<GatewayEventInbox> logger)
{
    // The body byte for byte as it came: that is what is signed.
    public async Task<EventReceipt> ReceiveAsync(ReadOnlyMemory<byte> body, string? signature, CancellationToken cancellation)
    {
        // The gateway lives by the real clock.
        if (!signing.IsSigned(signature, body.Span, TimeProvider.System.GetUtcNow()))
        {
            return EventReceipt.NotSigned;
        }

        if (GatewayEvent.Read(body) is not { } told)
        {
            return EventReceipt.Malformed;
        }

        return told.IsKnown ? await CountAsync(told, cancellation) : EventReceipt.Ignored;
    }

    private async Task<EventReceipt> CountAsync(GatewayEvent told, CancellationToken cancellation)
    {
        var (outcome, account) = await TransientRetry.RunAsync(c => CallAsync(told, c), cancellation);
        switch (outcome)
        {
            case Settlement.Settled:
                changes.WalletChanged(new AccountId(account!.Value));
                return EventReceipt.Counted;
            case Settlement.Repeated:
                return EventReceipt.Repeated;
            case Settlement.Contradicted:
                Refused(logger, told.Id, told.Kind, told.Reference);
                return EventReceipt.Contradicted;
            case Settlement.NotFound:
                return EventReceipt.UnknownReference;
            default:
                throw new InvalidOperationException($"receive_gateway_event answered '{outcome}'.");
        }
    }

    private async Task<(Settlement Outcome, long? Account)> CallAsync(GatewayEvent told, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var command = source.CreateCommand("select outcome, account from marketplace.receive_gateway_event($1, $2, $3, $4, $5, $6, $7)");
        command.Add(told.Id).Add(told.Kind).Add(told.Reference).AddNumber(told.Cents).Add(TimeProvider.System.GetUtcNow()).Add(now).Add(now.AddYears(policies.At(now).Connects.LifetimeYears));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (EnumText.Parse<Settlement>(reader.GetString(0)), reader.IsDBNull(1) ? null : reader.GetInt64(1));
    }

    [LoggerMessage(LogLevel.Warning, "Gateway event {Id} ({Kind} of {Reference}) contradicts what the gateway said before; nothing was changed")]
    private static partial void Refused(ILogger logger, string id, string kind, string reference);
}
