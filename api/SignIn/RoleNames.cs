namespace Marketplace.Api.SignIn;

/// <summary>The roles as tokens and the development token's request write them.</summary>
public static class RoleNames
{
    /// <summary>Given by the provider's token.</summary>
    public static IReadOnlyList<string> Staff { get; } = ["SUPPORT", "TRUST_AND_SAFETY", "PRODUCT_MANAGER", "ADMIN"];

    /// <summary>Follow from the account; a request for a development token may name them and a token proves nothing by them.</summary>
    public static IReadOnlyList<string> OfAccounts { get; } = ["FREELANCER", "AGENCY", "CLIENT"];

    public static IEnumerable<string> All => OfAccounts.Concat(Staff);
}
