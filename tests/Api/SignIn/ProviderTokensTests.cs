using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Api.Tests.SignIn;

public sealed class ProviderTokensTests(SignInDatabase database) : IClassFixture<SignInDatabase>, IAsyncLifetime
{
    private readonly RsaSecurityKey key = CreateKey();
    private readonly RsaSecurityKey stranger = CreateKey();
    private readonly WebApplication provider = CreateProvider();
    private SignInHost host = null!;

    private string Authority => provider.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        provider.Urls.Add("http://127.0.0.1:0");
        provider.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Authority, jwks_uri = $"{Authority}/keys" }));
        var published = key.Rsa.ExportParameters(includePrivateParameters: false);
        provider.MapGet("/keys", () => Results.Json(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", kid = key.KeyId, n = Base64UrlEncoder.Encode(published.Modulus), e = Base64UrlEncoder.Encode(published.Exponent) } },
        }));
        await provider.StartAsync();
        host = await SignInHost.StartAsync(database.Database, "Development", ("Auth:Authority", Authority), ("Auth:Audience", "shop"));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await provider.DisposeAsync();
        key.Rsa.Dispose();
        stranger.Rsa.Dispose();
    }

    [Fact]
    public async Task The_providers_token_names_the_person_and_the_staff_roles()
    {
        var me = await host.MeAsync(Issue(key));
        me.GetProperty("subject").GetString().ShouldBe("ann");
        me.GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["SUPPORT", "ADMIN"]);
        me.GetProperty("admin").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_signed_by_another_key_is_refused() => await ShouldRefuseAsync(Issue(stranger), "signature");

    [Fact]
    public async Task A_token_of_another_issuer_is_refused() => await ShouldRefuseAsync(Issue(key, issuer: "https://elsewhere.example"), "somebody who is not believed");

    [Fact]
    public async Task A_token_for_another_audience_is_refused() => await ShouldRefuseAsync(Issue(key, audience: "payroll"), "audience");

    [Fact]
    public async Task An_expired_token_is_refused() => await ShouldRefuseAsync(Issue(key, age: TimeSpan.FromHours(2)), "expired");

    [Fact]
    public async Task A_token_that_names_nobody_is_refused() => await ShouldRefuseAsync(Issue(key, subject: null), "not valid");

    [Fact]
    public async Task The_published_key_cannot_be_used_as_a_shared_secret()
    {
        var published = new SymmetricSecurityKey(key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = key.KeyId };
        await ShouldRefuseAsync(Issue(published, algorithm: SecurityAlgorithms.HmacSha256), "token");
    }

    [Fact]
    public async Task The_host_issues_no_tokens_of_its_own_beside_a_provider() =>
        (await host.AskForTokenAsync("""{"roles": ["ADMIN"]}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    // All of one name, as a stranger's would be.
    private static RsaSecurityKey CreateKey() =>
        new(RSA.Create(2048)) { KeyId = "one", CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };

    private static WebApplication CreateProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private async Task ShouldRefuseAsync(string token, string reason)
    {
        var answer = await host.GetAsync("/me", token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain(reason);
    }

    private string Issue(
        SecurityKey signer, string? subject = "ann", string? issuer = null, string audience = "shop", TimeSpan age = default, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var now = TimeProvider.System.GetUtcNow() - age;
        List<Claim> claims = [new("iat", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), new("roles", "SUPPORT"), new("roles", "ADMIN")];
        if (subject is not null)
            claims.Add(new Claim("sub", subject));
        var token = new JwtSecurityToken(issuer ?? Authority, audience, claims, now.UtcDateTime, now.AddHours(1).UtcDateTime, new SigningCredentials(signer, algorithm));
        return new JwtSecurityTokenHandler().WriteToken(token);
    }
}
