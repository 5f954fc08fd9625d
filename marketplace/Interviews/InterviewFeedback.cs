using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.Wallets;
using Npgsql;

namespace Marketplace.Interviews;

/// <summary>A proposal whose talent gave feedback, and what the wallet holds now.</summary>
public sealed record GivenFeedback(Proposal Proposal, ConnectsWallet Wallet);

/// <summary>RND-04: what a talent says about an interview; it claims a reward that waits for it.</summary>
public sealed class InterviewFeedback(NpgsqlDataSource source, ProposalReader proposals, WalletReader wallets, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    private const int MostCharacters = 5000;

    public async Task<Outcome<GivenFeedback>> SubmitAsync(OwnedId id, int rating, string? comment, Caller caller, CancellationToken cancellation)
    {
        if (rating is < 1 or > 5)
        {
            return new Invalid("rating", "A rating of 1 to 5 is expected.");
        }

        var said = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
        if (said?.Length > MostCharacters)
        {
            return new Invalid("comment", "A comment of at most 5,000 characters is expected.");
        }

        var now = clock.GetUtcNow();
        var (outcome, status) = await TransientRetry.RunAsync(
            c => source.CreateCommand("select outcome, status from marketplace.submit_interview_feedback($1, $2, $3, $4, $5, $6, $7)")
                .AddText(caller.Subject).Add(id.AccountId).Add(id.Number).Add(rating).AddText(said).Add(now).Add(now.AddYears(policies.At(now).Connects.LifetimeYears))
                .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), c),
            cancellation);
        switch (outcome)
        {
            case "DONE":
                changes.WalletChanged(new AccountId(id.AccountId));
                var wallet = (await wallets.ByOwnersAsync([id.AccountId], cancellation))[id.AccountId];
                return new GivenFeedback(await proposals.ByIdAsync(id, cancellation), wallet);
            case "NOT_FOUND":
                return new NotFound("proposal");
            case "FORBIDDEN":
                return new Forbidden("Only the talent who was interviewed gives feedback.");
            case "NOT_ACTIVE":
                return new Forbidden($"The account is {status!.ToLowerInvariant()}; only an active account can do this.");
            case "NO_INTERVIEW":
                return new WrongState(status!, "There was no interview about this proposal.");
            case "GIVEN_ALREADY":
                return new WrongState(status!, "Feedback about this interview was given already.");
            default:
                throw new InvalidOperationException($"submit_interview_feedback answered '{outcome}'.");
        }
    }
}
