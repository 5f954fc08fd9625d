using Marketplace.Database;
using Npgsql;

namespace Marketplace.Payments;

/// <summary>Remembers, hashed, with which card or PayPal account somebody paid: two accounts that pay with one are one person.</summary>
public sealed class InstrumentMarks(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>Before the payment is written down, so that what the payment brings about knows of it. A declined charge says nothing about who owns the card.</summary>
    public async Task RecordAsync(AccountId payer, ChargeAnswer answer, CancellationToken cancellation)
    {
        if (answer is not { Instrument: { } instrument, Outcome: ChargeOutcome.Settled or ChargeOutcome.Pending })
        {
            return;
        }

        await using var command = source.CreateCommand("select marketplace.mark_identity($1, 'INSTRUMENT', $2, $3)");
        command.Add(payer.Value).Add(instrument).Add(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
