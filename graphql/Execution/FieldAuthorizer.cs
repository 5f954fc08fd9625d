using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Execution;

/// <summary>Asks the host's policies, each once per request, before anything is resolved.</summary>
internal static class FieldAuthorizer
{
    /// <summary>The refusal for each policy that does not hold, the default policy under the empty name; null when all hold.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, GraphQLError>?> RefusalsAsync(OperationState state)
    {
        if (state.Plan.Policies.Length == 0)
            return null;

        Dictionary<string, GraphQLError>? refusals = null;
        var isSignedIn = state.User.Identity?.IsAuthenticated == true;
        foreach (var policy in state.Plan.Policies)
        {
            if (await HoldsAsync(state.Services, state.User, state.HttpContext, policy))
                continue;
            refusals ??= new(StringComparer.Ordinal);
            refusals.Add(policy ?? "", isSignedIn
                ? new GraphQLError("You may not do this.") { Code = ErrorCodes.Forbidden }
                : new GraphQLError("Sign in first.") { Code = ErrorCodes.Unauthenticated });
        }

        return refusals;
    }

    /// <summary>Whether a policy holds, the default one when it has no name.</summary>
    public static async ValueTask<bool> HoldsAsync(IServiceProvider services, ClaimsPrincipal user, HttpContext? context, string? name)
    {
        if (services.GetService<IAuthorizationService>() is not { } service)
            return name is null ? user.Identity?.IsAuthenticated == true : throw new InvalidOperationException($"The policy {name} needs AddAuthorization().");
        var policy = name is null
            ? await services.GetRequiredService<IAuthorizationPolicyProvider>().GetDefaultPolicyAsync()
            : await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(name)
                ?? throw new InvalidOperationException($"There is no policy named {name}.");
        return (await service.AuthorizeAsync(user, context, policy)).Succeeded;
    }
}
