using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>Applications to programs that a person approves for, and what became of them.</summary>
public sealed class Affiliates(NpgsqlDataSource source, MarketplaceDbContext database, PolicyBook policies, TimeProvider clock)
{
    private const int MostMessageCharacters = 2000;
    private const int MostReasonCharacters = 1000;

    public async Task<Outcome<Affiliate>> ApplyAsync(AccountId account, string programKey, int acceptedTermsVersion, string message, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (policies.At(now).Referrals.InForce.SingleOrDefault(p => p.Key == programKey && p.NeedsApproval) is not { } program)
        {
            return new NotFound("referral program that takes applications");
        }

        if (message.Trim().Length is 0 or > MostMessageCharacters)
        {
            return new Invalid("message", $"Say in at most {MostMessageCharacters} characters where you would promote the marketplace.");
        }

        if (acceptedTermsVersion != program.Version)
        {
            return new Invalid("acceptedTermsVersion", $"The terms in force are version {program.Version}: read and accept those.");
        }

        var (outcome, status) = await source.CreateCommand("select outcome, status from marketplace.apply_as_affiliate($1, $2, $3, $4, $5, $6)")
            .AddText(caller.Subject).Add(account.Value).Add(program.Key).Add(program.Version).Add(message.Trim()).Add(now)
            .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), cancellation);
        return outcome switch
        {
            "APPLIED" => (await FindAsync(account, program.Key, cancellation))!,
            "NOT_FOUND" => new NotFound("account"),
            "FORBIDDEN" => new Forbidden("An application is made for an account of one's own."),
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            "DECIDED" => new WrongState(status!, $"The application is {Words.Of(EnumText.Parse<AffiliateState>(status!))} already."),
            _ => throw new InvalidOperationException($"apply_as_affiliate answered '{outcome}'."),
        };
    }

    /// <summary>Approves, rejects, or bans who was approved: its links attribute nobody any more, and what is on hold for it ends.</summary>
    public async Task<Outcome<Affiliate>> DecideAsync(AccountId account, string programKey, AffiliateState to, string reason, string actor, CancellationToken cancellation)
    {
        if (reason.Trim().Length is 0 or > MostReasonCharacters)
        {
            return new Invalid("reason", $"Say why, in at most {MostReasonCharacters} characters: the audit log and the affiliate read it.");
        }

        var (outcome, state) = await TransientRetry.RunAsync(
            c => source.CreateCommand("select outcome, status from marketplace.decide_affiliate($1, $2, $3, $4, $5, $6)")
                .Add(account.Value).Add(programKey).Add(to.ToText()).Add(actor).Add(reason.Trim()).Add(clock.GetUtcNow())
                .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), c),
            cancellation);
        return outcome switch
        {
            "DECIDED" => (await FindAsync(account, programKey, cancellation))!,
            "NOT_FOUND" => new NotFound("application"),
            "WRONG_STATE" => new WrongState(state!, $"The application is {Words.Of(EnumText.Parse<AffiliateState>(state!))} already."),
            _ => throw new InvalidOperationException($"decide_affiliate answered '{outcome}'."),
        };
    }

    public Task<Affiliate?> FindAsync(AccountId account, string program, CancellationToken cancellation) =>
        database.Affiliates.FirstOrDefaultAsync(a => a.AccountId == account.Value && a.Program == program, cancellation);

    /// <summary>Who applied or was decided upon, the longest waiting first.</summary>
    public async Task<IReadOnlyList<Affiliate>> InStateAsync(AffiliateState state, int most, CancellationToken cancellation) =>
        await database.Affiliates.Where(a => a.State == state).OrderBy(a => a.AppliedAt).ThenBy(a => a.AccountId).Take(most).ToListAsync(cancellation);
}
