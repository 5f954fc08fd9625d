using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Marketplace.Api.SignIn;

/// <summary>Registers sign-in by bearer tokens.</summary>
public static class SignInSetup
{
    /// <summary>Needs the signing keys of the marketplace and, for development tokens, an <see cref="IDevelopmentSubjects"/>.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(SignInSettings.Read(configuration, environment));
        services.AddSingleton<DevelopmentKeys>();
        services.AddSingleton<TokenReader>();
        services.AddHostedService<SignInStartCheck>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerTokens>();
        services.AddAuthorization();
        return services;
    }

    /// <summary>Reads the caller's token, and answers 401 to one that is not believed; in place of UseAuthentication.</summary>
    public static IApplicationBuilder UseSignIn(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        return app.Use(RefusedToken.RefuseAsync);
    }

    /// <summary>For an endpoint that reads bearer tokens of another kind by itself.</summary>
    public static TBuilder AcceptsOtherTokens<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(one => one.Metadata.Add(new AcceptsOtherTokens()));
        return endpoint;
    }
}
