using Marketplace.Accounts;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>REF-14: whom a sign-up is owed to, decided once and frozen: the code that was given, or else the last link clicked.</summary>
public sealed class SignUpReferrals(ReferralLinks links, AccountReader accounts, AttributionTerms terms) : ISignUpReferrals
{
    public async Task<(SignUpLink? Link, Refusal? Refusal)> FindAsync(string? code, Guid? visitor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (code is not null)
        {
            // A code that was given counts as a click at this instant.
            var link = await links.ResolveAsync(code, cancellation);
            return link is null ? (null, new NotFound("referral code")) : (link, null);
        }

        return visitor is null ? default : (await links.LastClickedAsync(visitor.Value, now, cancellation), null);
    }

    public async Task AttributeAsync(NpgsqlConnection connection, AccountId referred, SignUpLink link, SignUp signUp, DateTimeOffset now, CancellationToken cancellation)
    {
        var referrer = (await accounts.ByIdAsync(new AccountId(link.Id.AccountId), cancellation))!;
        if (await terms.ForAsync(link.Program, referrer, signUp, now, cancellation) is not { } attribution)
        {
            // A program that is over attributes nobody any more.
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = "select marketplace.attribute_referral($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11)";
        command.Add(referred.Value).Add(link.Id.AccountId).Add(link.Id.Number).AddText(link.Channel).Add(attribution.Program.Version).Add(attribution.Terms.Write())
            .AddText(attribution.Problem).AddText(attribution.Treatment?.ExperimentKey).AddText(attribution.Unit).AddText(attribution.Treatment?.Variant).Add(now);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
