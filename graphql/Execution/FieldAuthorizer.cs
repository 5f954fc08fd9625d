using Microsoft.AspNetCore.Authorization;
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
            if (await HoldsAsync(state, policy, isSignedIn))
                continue;
            refusals ??= new(StringComparer.Ordinal);
            refusals.Add(policy ?? "", isSignedIn
                ? new GraphQLError("You may not do this.") { Code = ErrorCodes.Forbidden }
                : new GraphQLError("Sign in first.") { Code = ErrorCodes.Unauthenticated });
        }

        return refusals;
    }

    private static async ValueTask<bool> HoldsAsync(OperationState state, string? name, bool isSignedIn)
    {
        if (state.Services.GetService<IAuthorizationService>() is not { } service)
            return name is null ? isSignedIn : throw new InvalidOperationException($"The policy {name} needs AddAuthorization().");
        var policy = name is null
            ? await state.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetDefaultPolicyAsync()
            : await state.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(name)
                ?? throw new InvalidOperationException($"There is no policy named {name}.");
        return (await service.AuthorizeAsync(state.User, state.HttpContext, policy)).Succeeded;
    }
}
