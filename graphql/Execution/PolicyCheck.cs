using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Execution;

/// <summary>Asks one of the host's policies.</summary>
internal static class PolicyCheck
{
    /// <summary>True when the policy holds for the user; without a name the host's default policy is asked.</summary>
    public static async ValueTask<bool> HoldsAsync(IServiceProvider services, ClaimsPrincipal user, object? resource, string? name)
    {
        if (services.GetService<IAuthorizationService>() is not { } service)
            return name is null ? user.Identity?.IsAuthenticated == true : throw new InvalidOperationException($"The policy {name} needs AddAuthorization().");
        return (await service.AuthorizeAsync(user, resource, await FindAsync(services, name))).Succeeded;
    }

    /// <summary>Fails where there is no policy of this name.</summary>
    public static async ValueTask<AuthorizationPolicy> FindAsync(IServiceProvider services, string? name)
    {
        var policies = services.GetService<IAuthorizationPolicyProvider>() ?? throw new InvalidOperationException($"The policy {name} needs AddAuthorization().");
        return name is null
            ? await policies.GetDefaultPolicyAsync()
            : await policies.GetPolicyAsync(name) ?? throw new InvalidOperationException($"There is no policy named {name}.");
    }
}
