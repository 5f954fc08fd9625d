using System.Globalization;
using Experiments.ApiKeys;
using Experiments.Flags;
using Marketplace.Api.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Marketplace.Api.Ofrep;

/// <summary>Who asks: an API key by its number, or a person who is signed in (then the number is 0).</summary>
/// <param name="ApiKey">The key's number, or 0.</param>
/// <param name="Subject">The person, or null; from a stream's address, what stands for the person in it.</param>
/// <param name="Until">When the sign-in ends.</param>
internal readonly record struct OfrepCaller(long ApiKey, string? Subject, DateTimeOffset? Until)
{
    private const string ApiKeyHeader = "X-API-Key";
    private const string Bearer = "Bearer ";

    public bool IsApiKey => ApiKey != 0;

    /// <summary>Null when nobody shows who they are.</summary>
    public static async ValueTask<OfrepCaller?> OfAsync(HttpContext context, FlagSnapshot flags)
    {
        var headers = context.Request.Headers;
        if (headers.TryGetValue(ApiKeyHeader, out var key))
        {
            return ByKey(flags, key.ToString());
        }

        var authorization = headers.Authorization.ToString();
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = authorization.AsSpan(Bearer.Length).Trim();
        return ApiKeySet.IsSecret(token) ? ByKey(flags, token) : await ByTokenAsync(context);
    }

    private static OfrepCaller? ByKey(FlagSnapshot flags, ReadOnlySpan<char> secret) => flags.ApiKeys.Find(secret) is { } id ? new OfrepCaller(id, null, null) : null;

    private static async Task<OfrepCaller?> ByTokenAsync(HttpContext context)
    {
        if (await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme) is not { Succeeded: true, Principal: { } person } || SignInClaims.SubjectOf(person) is not { } subject)
        {
            return null;
        }

        // Who acts for which account is found by what reads it everywhere else.
        context.User = person;
        return long.TryParse(person.FindFirst(SignInClaims.Expires)?.Value, CultureInfo.InvariantCulture, out var seconds)
            ? new OfrepCaller(0, subject, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
    }
}
