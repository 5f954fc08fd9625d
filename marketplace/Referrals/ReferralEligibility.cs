using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;

namespace Marketplace.Referrals;

/// <summary>REF-23..25: whether an account may stand on a side of a program.</summary>
internal static class ReferralEligibility
{
    public static string? Problem(ReferralSide side, Account account, IReadOnlyCollection<Badge> badges) => Problem(side, account.Kind, account.Country, badges);

    public static string? Problem(ReferralSide side, AccountKind kind, string country, IReadOnlyCollection<Badge> badges)
    {
        if (!side.Kinds.Contains(kind.ToText()))
        {
            return $"it is for {string.Join(" and ", side.Kinds.Select(k => Plural(EnumText.Parse<AccountKind>(k))))}.";
        }

        if (side.Badges is { Count: > 0 } needed && !badges.Any(b => needed.Contains(b.ToText())))
        {
            return $"it needs the badge {string.Join(" or ", needed)}.";
        }

        return (side.Countries is { Count: > 0 } only && !only.Contains(country)) || (side.ExcludedCountries ?? []).Contains(country)
            ? $"it is not offered in {country}."
            : null;
    }

    private static string Plural(AccountKind kind) => kind switch
    {
        AccountKind.Freelancer => "freelancers",
        AccountKind.Agency => "agencies",
        AccountKind.Client => "clients",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
