using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Console.Tests.SignIn;

/// <summary>An OpenID provider on a port of its own that knows one person, who is signed in there already.</summary>
internal sealed class ProviderStub : IAsyncDisposable
{
    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "one" };
    private readonly WebApplication app;
    private string? challenge;

    private ProviderStub(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>Refuses whoever comes, in these words.</summary>
    public string? Refusal { get; set; }

    public static async Task<ProviderStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new ProviderStub(app);
        // The console is a page of another origin.
        app.Use((context, next) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return next(context);
        });
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = provider.Address,
            jwks_uri = $"{provider.Address}/keys",
            authorization_endpoint = $"{provider.Address}/authorize",
            token_endpoint = $"{provider.Address}/token",
        }));
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Rsa.Dispose();
    }

    private IResult Keys()
    {
        var published = key.Rsa.ExportParameters(includePrivateParameters: false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = key.KeyId, n = Base64UrlEncoder.Encode(published.Modulus), e = Base64UrlEncoder.Encode(published.Exponent) } } });
    }

    private IResult Authorize(HttpRequest request)
    {
        challenge = request.Query["code_challenge"];
        var answer = Refusal is null ? "code=once" : $"error=access_denied&error_description={Uri.EscapeDataString(Refusal)}";
        return Results.Redirect($"{request.Query["redirect_uri"]}?{answer}&state={request.Query["state"]}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var shown = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes($"{form["code_verifier"]}")));
        if (form["code"] != "once" || form["client_id"] != "console" || shown != challenge)
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        challenge = null;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Claim[] claims = [new("sub", "ann"), new("name", "Ann Lee"), new("roles", "PRODUCT_MANAGER")];
        var token = new JwtSecurityToken(Address, "marketplace", claims, now, now.AddHours(1), new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
        return Results.Json(new { access_token = new JwtSecurityTokenHandler().WriteToken(token), token_type = "Bearer" });
    }
}
