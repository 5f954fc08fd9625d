using Marketplace.Database;
using Npgsql;

namespace Marketplace.Payments;

/// <summary>The sandbox's late answers: signed events as a real gateway would send them, a while after the charge, taken as those are.</summary>
public sealed class SandboxSettlement(NpgsqlDataSource source, GatewayEventInbox inbox, WebhookSigning signing)
{
    /// <summary>Settles the pending purchases charged before an instant of the real clock; returns how many.</summary>
    public async Task<int> SettleAsync(DateTimeOffset chargedBefore, CancellationToken cancellation)
    {
        var references = new List<string>();
        await using (var command = source.CreateCommand("""
            select c.reference from marketplace.sandbox_charge c
            join marketplace.purchase p on p.charge_reference = c.reference
            where c.outcome = 'PENDING' and c.charged_at < $1 and p.state = 'PENDING'
            order by c.charged_at limit 100
            """))
        {
            command.Add(chargedBefore);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                references.Add(reader.GetString(0));
            }
        }

        // One that fails must not keep the others waiting behind it.
        var failures = new List<Exception>();
        foreach (var reference in references)
        {
            try
            {
                // Two nodes that tell of one charge tell one event.
                var body = new GatewayEvent($"sandbox/{reference}", GatewayEvent.Settled, reference).ToJson();
                await inbox.ReceiveAsync(body, signing.Sign(body, TimeProvider.System.GetUtcNow()), cancellation);
            }
            catch (NpgsqlException failure)
            {
                failures.Add(failure);
            }
        }

        return failures.Count == 0 ? references.Count : throw new AggregateException(failures);
    }
}
