using System.Net.Mail;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <param name="Account">Who invites.</param>
/// <param name="Program">By which program.</param>
/// <param name="Email">Whom.</param>
/// <param name="Message">In the referrer's own words, without links.</param>
public sealed record FriendInvitation(AccountId Account, string Program, string Email, string? Message);

/// <summary>How many more may be sent within these 24 hours.</summary>
public sealed record InvitedFriend(int InvitationsLeft);

/// <summary>REF-20: a referrer invites a friend by email from the account page. The mail leaves by the outbox, with a link that ends such mail for good.</summary>
public sealed class FriendInvitations(NpgsqlDataSource source, AccountReader accounts, ReferralLinks links, ReferralAddresses addresses, PolicyBook policies, TimeProvider clock)
{
    public async Task<Outcome<InvitedFriend>> InviteAsync(FriendInvitation invitation, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var policy = policies.At(now).Referrals;
        var email = invitation.Email.Trim();
        var words = (invitation.Message ?? "").Trim();
        if (email.Length > 254 || !MailAddress.TryCreate(email, out var address) || address.Address != email || !address.Host.Contains('.', StringComparison.Ordinal) || email.Any(char.IsControl))
        {
            return new Invalid("email", "An email address such as name@example.com is expected.");
        }

        if (Problem(words, policy.Invitations.MostCharacters) is { } problem)
        {
            return new Invalid("message", problem);
        }

        // All that a link needs, the invitation needs: an account of one's own, eligible, approved.
        var made = await links.CreateAsync(invitation.Account, invitation.Program, ReferralSource.Email, caller, cancellation);
        if (made.Refusal is { } refusal)
        {
            return refusal;
        }

        var program = policy.InForce.Single(p => p.Key == invitation.Program);
        var inviter = (await accounts.ByIdAsync(invitation.Account, cancellation))!;
        var data = JsonSerializer.Serialize(new { name = ShortName.Of(inviter.DisplayName), program = program.Name, link = addresses.Of(made.Value!.Code).ToString(), words });
        var (outcome, status, left) = await source.CreateCommand("select outcome, status, left_today from marketplace.invite_friend($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9)")
            .AddText(caller.Subject).Add(invitation.Account.Value).Add(program.Key).Add(email.ToLowerInvariant()).Add(data)
            .Add(policy.Invitations.PerDay).Add(policy.Invitations.PerAddress).Add(policy.Invitations.FollowUpDays).Add(now)
            .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? 0 : row.GetInt32(2)), cancellation);
        return outcome switch
        {
            "INVITED" => new InvitedFriend(left),
            "LIMIT" => new NotEligible($"At most {policy.Invitations.PerDay} invitations a day are sent. Try again tomorrow, or share your link yourself."),
            "NOT_VERIFIED" => new NotEligible("Verify your own email address first."),
            "NOT_FOUND" => new NotFound("account"),
            "FORBIDDEN" => new Forbidden("An invitation is sent by an account of one's own."),
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            _ => throw new InvalidOperationException($"invite_friend answered '{outcome}'."),
        };
    }

    private static string? Problem(string words, int most) =>
        words.Length > most ? $"A message of at most {most} characters is expected."
        : words.Contains("://", StringComparison.Ordinal) || words.Contains("www.", StringComparison.OrdinalIgnoreCase) ? "The invitation brings its own link: write no other."
        : words.Any(c => c == '\0' || (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) ? "Plain text is expected."
        : null;
}
