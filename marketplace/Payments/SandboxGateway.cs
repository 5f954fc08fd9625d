using Marketplace.Database;
using Npgsql;

namespace Marketplace.Payments;

/// <summary>
/// The default gateway: takes any token, declines <c>decline…</c>, and leaves <c>late…</c> pending until it settles it
/// (<see cref="SandboxSettlement"/>). It remembers each reference, as a real gateway does, so that a retry is one charge;
/// a declined one may be tried again. A token such as <c>card-visa-4242</c> or <c>paypal-ida</c> names an instrument and is its fingerprint; any other names none.
/// </summary>
public sealed class SandboxGateway(NpgsqlDataSource source) : IPaymentGateway
{
    public async Task<ChargeAnswer> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        var late = charge.Token?.StartsWith("late", StringComparison.OrdinalIgnoreCase) == true;
        if (charge.Token?.StartsWith("decline", StringComparison.OrdinalIgnoreCase) == true || (late && charge.AtOnce))
        {
            return new ChargeAnswer(ChargeOutcome.Declined);
        }

        var outcome = late ? ChargeOutcome.Pending : ChargeOutcome.Settled;
        // Nothing, when another request charged this very reference meanwhile: it stands there now. Nothing again: it was charged with another amount, and is not taken twice.
        var known = await RememberAsync(charge, outcome, cancellation) ?? await RememberAsync(charge, outcome, cancellation);
        return new ChargeAnswer(known ?? ChargeOutcome.Pending, Fingerprint(charge.Token?.ToLowerInvariant()));
    }

    private async Task<ChargeOutcome?> RememberAsync(Charge charge, ChargeOutcome outcome, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            with charged as (
                insert into marketplace.sandbox_charge (reference, amount_cents, outcome, charged_at) values ($1, $2, $3, $4)
                on conflict (reference) do nothing returning outcome, amount_cents)
            select outcome from (select outcome, amount_cents from charged
                                 union all select outcome, amount_cents from marketplace.sandbox_charge where reference = $1) c
            where amount_cents = $2
            """);
        command.Add(charge.Reference).Add(charge.Amount.Cents).Add(outcome.ToText()).Add(TimeProvider.System.GetUtcNow());
        return await command.ExecuteScalarAsync(cancellation) is string known ? EnumText.Parse<ChargeOutcome>(known) : null;
    }

    private static string? Fingerprint(string? token) =>
        token is not null && (token.StartsWith("card-", StringComparison.Ordinal) || token.StartsWith("paypal-", StringComparison.Ordinal)) ? token : null;
}
