using Marketplace.Accounts;

namespace Marketplace.Schema;

/// <summary>Which staff roles read what belongs to an account (the owner always does).</summary>
internal static class Readers
{
    public static readonly Role[] Wallets = [Role.Support, Role.Admin];
    public static readonly Role[] Proposals = [Role.Support, Role.TrustAndSafety, Role.Admin];
    public static readonly Role[] Experiments = [Role.ProductManager, Role.Admin, Role.Support];
    public static readonly Role[] ApiKeys = [Role.ProductManager, Role.Admin];
}
