using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>REF-14: whom a sign-up is owed to, decided once and frozen: the code that was given, or else the last link clicked.</summary>
public sealed class SignUpReferrals(NpgsqlDataSource source, AccountReader accounts, PolicyBook policies) : ISignUpReferrals
{
    public async Task<(SignUpLink? Link, Refusal? Refusal)> FindAsync(string? code, Guid? visitor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (code is not null)
        {
            // A code that was given counts as a click at this instant.
            var link = await FindAsync("l.code = $1", command => command.Add(code), cancellation);
            return link is null ? (null, new NotFound("referral code")) : (link, null);
        }

        return visitor is null ? default : (await FindAsync(
            """
            (l.account_id, l.number) = (
                select t.account_id, t.link_number from marketplace.referral_touch t where t.visitor = $1 and t.at > $2 and t.at <= $3 order by t.at desc limit 1)
            """,
            command => command.Add(visitor.Value).Add(now.AddDays(-policies.At(now).Referrals.AttributionDays)).Add(now),
            cancellation), null);
    }

    public async Task AttributeAsync(NpgsqlConnection connection, AccountId referred, SignUpLink link, SignUp signUp, DateTimeOffset now, CancellationToken cancellation)
    {
        var policy = policies.At(now);
        if (policy.Referrals.InForce.SingleOrDefault(p => p.Key == link.Program) is not { } program)
        {
            // A program that is over attributes nobody any more.
            return;
        }

        var terms = FrozenTerms.Of(program, policy);
        var referrer = (await accounts.ByIdAsync(new AccountId(link.Id.AccountId), cancellation))!;
        var badges = (await accounts.BadgesAsync([referrer.Id], cancellation))[referrer.Id];
        var problem = ReferralEligibility.Problem(program.Referrers, referrer, [.. badges]) is { } referrerProblem ? $"The referrer does not qualify: {referrerProblem}"
            : Problem(program, signUp) is { } referredProblem ? $"The new account does not qualify: {referredProblem}"
            : null;
        await using var command = connection.CreateCommand();
        command.CommandText = "select marketplace.mark_identity($1, 'ADDRESS', $2, $12), marketplace.attribute_referral($1, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12)";
        command.Add(referred.Value).AddText(signUp.Address).Add(link.Id.AccountId).Add(link.Id.Number).AddText(link.Channel).Add(program.Version).Add(terms.Write())
            .AddText(problem).AddText(null).AddText(null).AddText(null).Add(now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string? Problem(ReferralProgram program, SignUp signUp) =>
        ReferralEligibility.Problem(program.Referred, signUp.Kind, signUp.Country, []);

    private async Task<SignUpLink?> FindAsync(string condition, Action<NpgsqlCommand> bind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"""
            select l.account_id, l.number, l.program,
                   (select t.channel from marketplace.referral_touch t where t.account_id = l.account_id and t.link_number = l.number order by t.at desc limit 1)
            from marketplace.referral_link l where {condition}
            """);
        bind(command);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new SignUpLink(new OwnedId(reader.GetInt64(0), reader.GetInt64(1)), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3))
            : null;
    }
}
