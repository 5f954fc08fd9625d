namespace Marketplace.Api.Hosting;

/// <summary>
/// Cors:Origins of the configuration: the sites whose pages may ask the API from a browser, over sockets too. None unless named; the console is served by the
/// host itself and needs none. Tokens come in a header that pages set themselves, so no cookie is let through.
/// </summary>
internal static class CrossOriginSettings
{
    private const string Policy = "graphql";
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    public static void AddCrossOrigin(this IServiceCollection services, IConfiguration configuration)
    {
        var origins = Origins(configuration);
        services.AddCors(cors => cors.AddPolicy(Policy, policy => policy.WithOrigins(origins).WithMethods("GET", "POST").AllowAnyHeader().SetPreflightMaxAge(PreflightAge)));
    }

    public static TBuilder RequireCrossOrigin<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireCors(Policy);

    public static string[] Origins(IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        foreach (var origin in origins)
        {
            if (origin != "*" && !IsOrigin(origin))
            {
                throw new HostStartException($"Cors:Origins must name origins such as https://app.example.com, without a path, not \"{origin}\".");
            }
        }

        return origins;
    }

    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
        && address.GetLeftPart(UriPartial.Authority) == text && address.UserInfo.Length == 0;
}
