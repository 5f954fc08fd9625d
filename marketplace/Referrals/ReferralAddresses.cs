using Marketplace.Notifications;

namespace Marketplace.Referrals;

/// <param name="SignUpPage">Where a click leads: the page on which people sign up.</param>
public sealed record ReferralOptions(Uri SignUpPage);

/// <summary>The addresses of links, and the share dialogs of each place with a link filled in (REF-08).</summary>
public sealed class ReferralAddresses(MailOptions host, ReferralOptions options)
{
    private const string Invitation = "Join me on the marketplace";

    public Uri Of(string code) => new($"{host.PublicAddress}/r/{code}");

    public Uri Creative(string file) => new($"{host.PublicAddress}/creatives/{file}");

    /// <summary>AFF-10: where a program's terms of one version stand for everybody.</summary>
    public Uri Terms(string program, int version) => new(string.Create(CultureInfo.InvariantCulture, $"{host.PublicAddress}/referral-terms/{program}/{version}"));

    /// <summary>Where a click leads, with the code in its query.</summary>
    public Uri SignUp(string code)
    {
        var page = new UriBuilder(options.SignUpPage);
        page.Query = (page.Query.Length > 1 ? page.Query[1..] + "&" : "") + "ref=" + Uri.EscapeDataString(code);
        return page.Uri;
    }

    public Uri Share(ReferralSource source, string code)
    {
        var link = Uri.EscapeDataString(Of(code).ToString());
        var text = Uri.EscapeDataString(Invitation);
        return source switch
        {
            ReferralSource.Facebook => new Uri($"https://www.facebook.com/sharer/sharer.php?u={link}"),
            ReferralSource.Twitter => new Uri($"https://twitter.com/intent/tweet?text={text}&url={link}"),
            ReferralSource.Linkedin => new Uri($"https://www.linkedin.com/sharing/share-offsite/?url={link}"),
            ReferralSource.Email => new Uri($"mailto:?subject={text}&body={link}"),
            // A plain link and a banner's target have no dialog: the address itself is what is posted.
            ReferralSource.Link or ReferralSource.Banner => Of(code),
            _ => throw new ArgumentOutOfRangeException(nameof(source)),
        };
    }
}
