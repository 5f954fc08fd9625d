using System.Collections.Frozen;

namespace Marketplace.Accounts;

public enum Role { Freelancer, Agency, Client, Support, TrustAndSafety, ProductManager, Admin }

/// <summary>Who asks: the person's subject, null when nobody is signed in, and the staff roles of the token.</summary>
public sealed record Caller(string? Subject, FrozenSet<Role> Staff, string? Address)
{
    public static readonly FrozenSet<Role> StaffRoles = FrozenSet.ToFrozenSet([Role.Support, Role.TrustAndSafety, Role.ProductManager, Role.Admin]);

    public bool IsStaff => Staff.Count > 0;

    public bool HasAny(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Staff.Contains(role))
            {
                return true;
            }
        }

        return false;
    }
}
