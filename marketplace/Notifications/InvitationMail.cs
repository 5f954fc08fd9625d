using Marketplace.Database;
using Npgsql;

namespace Marketplace.Notifications;

/// <summary>REF-20: mail to somebody who is no member, on a member's behalf: who sends it, in whose words, and how to never get such mail again.</summary>
public sealed class InvitationMail(NpgsqlDataSource source, IMailSender mail, Unsubscription unsubscription, MailOptions options)
{
    public const string Template = "referral-invitation";

    /// <summary>An address that cannot be reached must not keep the sender's own mail waiting.</summary>
    public const int MostAttempts = 3;

    /// <summary>False where the address refused meanwhile, became a member's, or the sender is in good standing no more.</summary>
    public async Task<bool> SendAsync(string id, long account, IReadOnlyDictionary<string, string> data, CancellationToken cancellation)
    {
        var address = Convert.FromHexString(data["address"]);
        var wanted = await source.CreateCommand("select marketplace.may_be_invited($1, $2)").Add(account).AddBytes(address).SingleAsync(row => row.GetBoolean(0), cancellation);
        if (!wanted)
        {
            return false;
        }

        var (content, unsubscribe) = (Content(data), $"{options.PublicAddress}/unsubscribe/{await unsubscription.AddressTokenAsync(address, cancellation)}");
        await mail.SendAsync(new OutgoingMail(id, data["to"], content.Subject, content.Text(unsubscribe), content.Html(unsubscribe), unsubscribe), cancellation);
        return true;
    }

    private static MailContent Content(IReadOnlyDictionary<string, string> data)
    {
        var name = data["name"].ReplaceLineEndings(" ");
        string[] said = data["words"].Length == 0 ? [] : [$"{name} writes:", .. data["words"].ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return new MailContent(
            $"{name} invites you to the marketplace",
            [
                $"{name} uses the marketplace and invites you to join.",
                .. said,
                $"Join here: {data["link"]}",
                $"{name} may be rewarded if you do ({data["program"]}). The marketplace has not kept your address and sends you nothing more by itself.",
            ],
            IsNeeded: false,
            "No more invitations to this address");
    }
}
