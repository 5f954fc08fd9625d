using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.TypeSystem;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQL.Tests.Sample;

/// <summary>The sample schema behind real HTTP on a port of its own.</summary>
public sealed class SampleHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private SampleHost(WebApplication app, HttpClient client)
    {
        this.app = app;
        Client = client;
    }

    public HttpClient Client { get; }

    public Library Library => app.Services.GetRequiredService<Library>();

    public CollectedLog Log => app.Services.GetRequiredService<CollectedLog>();

    public IServiceProvider Services => app.Services;

    public Schema Schema => app.Services.GetRequiredService<Schema>();

    public static async Task<SampleHost> StartAsync(Action<GraphQLOptions>? configure = null, Action<GraphQLServerBuilder>? build = null, Action<WebApplication>? use = null, bool withSockets = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<CollectedLog>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<CollectedLog>());
        builder.Services.AddSingleton<Library>();
        builder.Services.AddScoped<Meeting>();
        builder.Services.AddSingleton<ScopedNumbers>();
        builder.Services.AddScoped<Scoped>();
        builder.Services.AddAuthorization(options => options.AddPolicy("staff", policy => policy.RequireRole("staff")));
        var server = builder.Services.AddGraphQLServer(options =>
            {
                options.ForbiddenError = message => new NotAllowedError(message);
                configure?.Invoke(options);
            })
            .AddTypes([.. typeof(SampleHost).Assembly.GetTypes().Where(type => type.Namespace == typeof(SampleHost).Namespace)])
            .AddScalar<IsbnScalar>()
            .BindScalar<Pages, int>(pages => pages.Value, value => new Pages(value));
        build?.Invoke(server);

        var built = builder.Build();
        use?.Invoke(built);
        if (withSockets)
            built.UseWebSockets();
        built.Use((context, next) =>
        {
            if (context.Request.Headers["X-User"] is [{ } name])
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name), new(ClaimTypes.Role, name)], "test"));
            return next(context);
        });
        built.MapGraphQL();
        await built.StartAsync();
        var address = built.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SampleHost(built, new HttpClient { BaseAddress = new Uri(address + "/graphql") });
    }

    /// <summary>Sends a request as most clients do and reads the answer.</summary>
    public async Task<JsonNode> PostAsync(string query, object? variables = null, string? user = null, string? operationName = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Client.BaseAddress);
        request.Content = new StringContent(JsonSerializer.Serialize(new { query, variables, operationName }), Encoding.UTF8, "application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
        if (user is not null)
            request.Headers.Add("X-User", user);
        using var response = await Client.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>The data of an answer without errors, as JSON text.</summary>
    public async Task<string> DataAsync(string query, object? variables = null, string? user = null)
    {
        var answer = await PostAsync(query, variables, user);
        answer["errors"].ShouldBeNull(answer.ToJsonString());
        return answer["data"]!.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}

/// <summary>What was logged as an error.</summary>
public sealed class CollectedLog : ILoggerProvider, ILogger
{
    public List<(string Text, Exception? Exception)> Errors { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Error)
            return;
        lock (Errors)
            Errors.Add((formatter(state, exception), exception));
    }

    public void Dispose()
    {
    }
}
