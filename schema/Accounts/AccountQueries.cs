using Marketplace.Accounts;
using Marketplace.Schema.Experiments;

namespace Marketplace.Schema.Accounts;

/// <summary>The signed-in principal.</summary>
public sealed record Viewer;

[ObjectType<Viewer>]
public static class ViewerType
{
    /// <summary>The person's only account, or the one the header X-Account-Id names.</summary>
    public static Task<Account?> GetAccountAsync([Parent] Viewer viewer, CallerAccess caller, CancellationToken cancellation) => caller.AccountAsync(cancellation);

    [Cost(0)]
    public static IReadOnlyList<Role> GetRoles([Parent] Viewer viewer, CallerAccess caller) => caller.Roles;

    /// <summary>Every flag as it evaluates for the viewer's account, in one call.</summary>
    public static async Task<IReadOnlyList<FlagEvaluation>> GetFlagsAsync([Parent] Viewer viewer, string[]? keys, CallerAccess caller, FlagEvaluations flags, CancellationToken cancellation) =>
        await flags.ForAsync(await caller.AccountAsync(cancellation), keys, cancellation);
}

[QueryType]
public static class AccountQueries
{
    /// <summary>The signed-in principal; null when nobody is signed in.</summary>
    [AllowAnonymous]
    public static Viewer? GetViewer(CallerAccess caller) => caller.Caller.Subject is null && !caller.Caller.IsStaff ? null : new Viewer();

    [Authorize(Policy = Policies.SignedIn)]
    public static Task<Account?> GetAccountAsync([ID("Account")] AccountId id, AccountReader accounts, CancellationToken cancellation) => accounts.ByIdAsync(id, cancellation);

    /// <summary>Every account, newest first, for whoever looks after them. Only support, trust and safety and administrators look for an email address, the whole of it.</summary>
    [Authorize(Policy = Policies.Staff)]
    public static async Task<Connection<Account>> GetAccountsAsync(AccountFilter? where, PageArguments page, AccountReader accounts, CallerAccess caller, CancellationToken cancellation)
    {
        var filter = where ?? new AccountFilter();
        if (filter.Email is not null && !caller.Caller.HasAny(Role.Support, Role.TrustAndSafety, Role.Admin))
        {
            throw new GraphQLException("Support, trust and safety and administrators alone find an account by its email address.", "FORBIDDEN");
        }

        return (await accounts.PageAsync(filter, page.ToRequest(), cancellation)).ToConnection(a => a.Id, async c => await accounts.CountAsync(filter, c));
    }
}
