using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Api.SignIn;
using Marketplace.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Testing;

namespace Marketplace.Api.Tests.SignIn;

/// <summary>A host with sign-in and two endpoints: who am I, and one for anybody signed in.</summary>
public sealed class SignInHost : IAsyncDisposable
{
    public const string KnownAccount = "QWNjb3VudDox";
    public const string OwnerOfKnownAccount = "person:ann";

    private readonly WebApplication app;
    private readonly NpgsqlDataSource source;

    private SignInHost(WebApplication app, NpgsqlDataSource source)
    {
        this.app = app;
        this.source = source;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<SignInHost> StartAsync(TestDatabase database, string environment, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var keys = NpgsqlDataSource.Create(database.ConnectionString);
        builder.Services.AddSingleton(new SigningKeys(keys));
        builder.Services.AddSingleton<IDevelopmentSubjects, Subjects>();
        builder.Services.AddSignIn(builder.Configuration, builder.Environment);
        var served = builder.Build();
        served.UseSignIn();
        served.UseAuthorization();
        served.MapDevelopmentTokens();
        served.MapGet("/me", (HttpContext context) => Results.Json(new
        {
            subject = SignInClaims.SubjectOf(context.User),
            admin = context.User.IsInRole("ADMIN"),
            roles = context.User.FindAll(SignInClaims.Roles).Select(claim => claim.Value),
        }));
        served.MapGet("/members", () => "in").RequireAuthorization();
        served.MapGet("/keys", () => "asked").AcceptsOtherTokens();
        try
        {
            await served.StartAsync();
        }
        catch
        {
            await served.DisposeAsync();
            await keys.DisposeAsync();
            throw;
        }

        return new SignInHost(served, keys);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    public async Task<JsonElement> MeAsync(string? token)
    {
        var answer = await GetAsync("/me", token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<HttpResponseMessage> AskForTokenAsync(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await Client.PostAsync("/dev/token", content);
    }

    public async Task<string> TokenAsync(string body)
    {
        var answer = await AskForTokenAsync(body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await source.DisposeAsync();
    }

    private sealed class Subjects : IDevelopmentSubjects
    {
        public Task<string?> SubjectOfAsync(string accountGlobalId, CancellationToken cancellation) =>
            Task.FromResult(accountGlobalId == KnownAccount ? OwnerOfKnownAccount : null);
    }
}
