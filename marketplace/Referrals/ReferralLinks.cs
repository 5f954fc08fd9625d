using System.Security.Cryptography;
using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>Makes links. One per account, program and source: asking again answers the one that is there.</summary>
public sealed class ReferralLinks(NpgsqlDataSource source, AccountReader accounts, ReferralReader referrals, PolicyBook policies, TimeProvider clock)
{
    private const string CodeAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int CodeLength = 12;

    private static readonly Forbidden NotOwn = new("A link is made for an account of one's own.");

    public async Task<Outcome<ReferralLink>> CreateAsync(AccountId owner, string programKey, ReferralSource where, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (policies.At(now).Referrals.InForce.SingleOrDefault(p => p.Key == programKey) is not { } program)
        {
            return new NotFound("referral program");
        }

        if (await accounts.ByIdAsync(owner, cancellation) is not { } account)
        {
            return new NotFound("account");
        }

        // Whose account it is comes first: nobody learns from a refusal what somebody else's account is.
        if (!await accounts.MayReadAsync(caller, owner.Value, [], cancellation))
        {
            return NotOwn;
        }

        var badges = (await accounts.BadgesAsync([owner.Value], cancellation))[owner.Value];
        if (ReferralEligibility.Problem(program.Referrers, account, [.. badges]) is { } problem)
        {
            return new NotEligible($"{program.Name}: {problem}");
        }

        var code = RandomNumberGenerator.GetString(CodeAlphabet, CodeLength);
        var (outcome, status, number) = await source.CreateCommand("select outcome, status, link_number from marketplace.create_referral_link($1, $2, $3, $4, $5, $6, $7)")
            .AddText(caller.Subject).Add(owner.Value).Add(program.Key).Add(where.ToText()).Add(program.NeedsApproval).Add(code).Add(now)
            .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? 0 : row.GetInt64(2)), cancellation);
        return outcome switch
        {
            "CREATED" => (await referrals.LinkAsync(new OwnedId(owner.Value, number), cancellation))!,
            "NOT_FOUND" => new NotFound("account"),
            "FORBIDDEN" => NotOwn,
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            "NOT_APPROVED" => new NotEligible($"{program.Name}: apply first; a person approves who takes part."),
            _ => throw new InvalidOperationException($"create_referral_link answered '{outcome}'."),
        };
    }
}
