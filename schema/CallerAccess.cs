using System.Collections.Frozen;
using System.Security.Claims;
using Marketplace.Accounts;
using Marketplace.Referrals;
using Marketplace.Database;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Schema;

/// <summary>Who makes this request, from its token.</summary>
public sealed class CallerAccess(IHttpContextAccessor http, AccountReader accounts)
{
    private Caller? _caller;

    public Caller Caller => _caller ??= From(http.HttpContext);

    /// <summary>The token's roles, staff or not.</summary>
    public IReadOnlyList<Role> Roles => RolesOf(http.HttpContext?.User);

    /// <summary>The account named by the header X-Account-Id when the caller acts for it, else the person's only account.</summary>
    public async Task<Account?> AccountAsync(CancellationToken cancellation)
    {
        if (http.HttpContext?.Request.Headers["X-Account-Id"].ToString() is { Length: > 0 } named)
        {
            if (!GlobalId.TryParse(named, out var id) || id.TypeName != "Account" || !AccountId.TryParse(id.Key, null, out var accountId))
            {
                throw new GraphQLException($"The header X-Account-Id is '{named}': expected the id of an Account.", "BAD_USER_INPUT");
            }

            return (await accounts.AccountsOfAsync(Caller, cancellation)).Contains(accountId.Value) ? await accounts.ByIdAsync(accountId, cancellation) : null;
        }

        return await accounts.OnlyAccountOfAsync(Caller, cancellation);
    }

    /// <summary>The talent that a price or a range is for: the one that is named, if the caller acts for it or is staff, else the caller's own account.</summary>
    public async Task<Talent?> TalentAsync(AccountId? named, CancellationToken cancellation) => (named is not { } id ? await AccountAsync(cancellation)
        : Caller.IsStaff || (await accounts.AccountsOfAsync(Caller, cancellation)).Contains(id.Value) ? await accounts.ByIdAsync(id, cancellation)
        : null) as Talent;

    /// <summary>Whom the attribution cookie names; null where nobody agreed to be remembered.</summary>
    public Guid? Visitor => Guid.TryParse(http.HttpContext?.Request.Cookies[ReferralVisitor.Cookie], out var visitor) ? visitor : null;

    /// <summary>The accounts whose private fields the caller may read: their own, or all for the staff roles named.</summary>
    public async Task<Func<long, bool>> ReadableAsync(Role[] staff, CancellationToken cancellation)
    {
        if (Caller.HasAny(staff))
        {
            return static _ => true;
        }

        var own = await accounts.AccountsOfAsync(Caller, cancellation);
        return own.Contains;
    }

    /// <summary>Who changes something, as audit logs name them.</summary>
    public string Actor => Caller.Subject ?? "staff";

    public static GraphQLException Refused(string what) => new($"{what} is visible to its owner, and to the staff whose work it is, alone.", "FORBIDDEN");

    private static Caller From(HttpContext? context) => new(
        context?.User.FindFirst("sub")?.Value,
        RolesOf(context?.User).Where(Caller.StaffRoles.Contains).ToFrozenSet(),
        context?.Connection.RemoteIpAddress?.ToString());

    private static Role[] RolesOf(ClaimsPrincipal? user) =>
        [.. (user?.FindAll("roles") ?? []).Select(c => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => r!.Value.ToText() == c.Value)).OfType<Role>().Distinct()];
}
