using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Api.SignIn;

/// <summary>Answers 401 to a token that is not believed, in a shape that both REST and GraphQL clients read.</summary>
internal static class RefusedToken
{
    /// <summary>
    /// Anonymous callers are let through, since registering is theirs; whoever presents a token that is not believed is told so, and is not served as a stranger.
    /// </summary>
    public static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        // The handler keeps its result for the request, so that the token is not judged twice.
        var failure = (await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme)).Failure;
        if (failure is null || context.GetEndpoint()?.Metadata.GetMetadata<AcceptsOtherTokens>() is not null)
            await next(context);
        else
            await WriteAsync(context, failure);
    }

    /// <summary>The challenge of an endpoint that requires somebody.</summary>
    public static Task AnswerAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        return WriteAsync(context.HttpContext, context.AuthenticateFailure);
    }

    private static Task WriteAsync(HttpContext context, Exception? failure)
    {
        var detail = failure is null ? "Sign in: send the header Authorization: Bearer <token>." : Describe(failure);
        context.Response.Headers.WWWAuthenticate = failure is null ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{detail}\"";
        return Results.Problem(
            title: "Not signed in",
            detail: detail,
            statusCode: StatusCodes.Status401Unauthorized,
            // GraphQL clients look for errors here.
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["errors"] = new[] { new { message = detail, extensions = new { code = "UNAUTHENTICATED" } } },
            }).ExecuteAsync(context);
    }

    // Fixed texts: what the token says must not reach a header.
    private static string Describe(Exception failure) => failure switch
    {
        AggregateException several => Describe(several.InnerExceptions[0]),
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidAudienceException => "The token was issued for another audience.",
        SecurityTokenInvalidIssuerException => "The token was issued by somebody who is not believed here.",
        SecurityTokenInvalidSignatureException => "The signature of the token is not valid.",
        SecurityTokenNoExpirationException => "The token never expires.",
        _ => "The token is not valid.",
    };
}
