using Experiments.Flags;
using GraphQL;
using Marketplace.Accounts;
using Marketplace.Schema;

namespace Marketplace.Api.Ofrep;

/// <summary>For whom a caller may evaluate flags, and what is known of them.</summary>
internal static class OfrepUnits
{
    /// <summary>Null when the caller may not ask for this unit.</summary>
    public static ValueTask<UnitContext?> OfAsync(HttpContext context, OfrepCaller caller, OfrepRequest request) =>
        caller.IsApiKey ? ValueTask.FromResult<UnitContext?>(request.Unit) : OwnAsync(context, request);

    private static async ValueTask<UnitContext?> OwnAsync(HttpContext context, OfrepRequest request)
    {
        if (!GlobalId.TryParse(request.TargetingKey, out var id) || id.TypeName != "Account" || !AccountId.TryParse(id.Key, null, out var account))
        {
            return null;
        }

        var accounts = context.RequestServices.GetRequiredService<AccountReader>();
        var caller = context.RequestServices.GetRequiredService<CallerAccess>().Caller;
        if (!(await accounts.AccountsOfAsync(caller, context.RequestAborted)).Contains(account.Value) || await accounts.ByIdAsync(account, context.RequestAborted) is not { } own)
        {
            return null;
        }

        // What the marketplace knows of the account counts, not what a browser says of it.
        var known = AccountUnit.Of(own);
        var attributes = new Dictionary<string, string>(request.Attributes ?? [], StringComparer.Ordinal);
        foreach (var (name, value) in known.Attributes)
        {
            attributes[name] = value;
        }

        return new UnitContext(known.UserId, known.Groups, attributes);
    }
}
