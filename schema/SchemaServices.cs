using Marketplace.Jobs;
using Marketplace.Schema.Errors;
using Marketplace.Schema.Experiments;
using Marketplace.Schema.Scalars;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Schema;

public static class SchemaServices
{
    /// <summary>The GraphQL schema of the marketplace.</summary>
    public static GraphQLServerBuilder AddMarketplaceSchema(this IServiceCollection services, Action<GraphQLOptions>? configure = null)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CallerAccess>();
        services.AddScoped<FlagEvaluations>();
        services.AddScoped<UnitIds>();
        services.AddSingleton<TopicWatch>().AddHostedService<DefinitionEvents>();
        return services
            .AddGraphQLServer(options =>
            {
                // Browsers cannot send headers with a socket: what would be one comes with its first message.
                options.SocketHeaders.Add("X-Account-Id");
                options.ForbiddenError = message => new ForbiddenError(message);
                // A message says only that there is something to read again: one that waits stands for all.
                options.TopicBufferSize = 1;
                configure?.Invoke(options);
            })
            .AddTypes(typeof(SchemaServices).Assembly)
            .AddScalar<CountryCodeScalar>();
    }

    /// <summary>The policies that roles alone decide.</summary>
    public static IServiceCollection AddPermissions(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        authorization.AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser());
        authorization.AddPolicy(Policies.Owner, policy => policy.RequireAuthenticatedUser());
        authorization.AddPolicy(Policies.Staff, policy => policy.RequireAuthenticatedUser().RequireClaim("roles", "SUPPORT", "TRUST_AND_SAFETY", "PRODUCT_MANAGER", "ADMIN"));
        authorization.AddPolicy(Policies.Administrator, policy => policy.RequireAuthenticatedUser().RequireClaim("roles", "ADMIN"));
        authorization.AddPolicy(Policies.Support, policy => policy.RequireAuthenticatedUser().RequireClaim("roles", "SUPPORT", "ADMIN"));
        authorization.AddPolicy(Policies.TrustAndSafety, policy => policy.RequireAuthenticatedUser().RequireClaim("roles", "TRUST_AND_SAFETY", "ADMIN"));
        authorization.AddPolicy(Policies.ProductManager, policy => policy.RequireAuthenticatedUser().RequireClaim("roles", "PRODUCT_MANAGER", "ADMIN"));
        authorization.AddPolicy(Policies.ExperimentReader, policy => policy.RequireAuthenticatedUser().RequireClaim("roles", "PRODUCT_MANAGER", "ADMIN", "SUPPORT"));
        return services;
    }
}
