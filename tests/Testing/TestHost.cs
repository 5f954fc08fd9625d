using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Experiments;
using Marketplace.Api.Hosting;
using Marketplace.Api.Scheduling;
using Marketplace.ScheduledJobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Testing;

/// <summary>The real host on a port of its own, over a database of its own; clients reach it over HTTP alone.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly WebApplication app;

    private TestHost(TestDatabase database, WebApplication app)
    {
        (this.database, this.app) = (database, app);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(Address) };
    }

    /// <summary>Where the host listens: http://127.0.0.1:port.</summary>
    public string Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public TestDatabase Database => database;

    public static async Task<TestHost> StartAsync(params string[] args) => await StartAsync(await MigratedDatabase.CreateAsync(), args);

    /// <summary>A host over a database that is there already: a second node, or the same one started again.</summary>
    public static async Task<TestHost> StartAsync(TestDatabase database, params string[] args)
    {
        string[] all = ["--urls", "http://127.0.0.1:0", "--environment", "Development", "--Simulation:Clock=true", "--Development:Seed=false", "--Logging:LogLevel:Default=Warning", .. args];
        var app = MarketplaceHost.Create(all, new HostDatabases(database.ConnectionString));
        // Results are asked for to be read, however busy the machine is.
        app.Services.GetRequiredService<ExperimentsOptions>().ResultsPatience = TimeSpan.FromMinutes(2);
        await PauseScheduleAsync(app);
        await app.StartAsync();
        return new TestHost(database, app);
    }

    /// <summary>
    /// Scheduled work runs in a test when the test says so, not when the hour strikes: its triggers are written and paused before the scheduler starts, or a
    /// minute that turns at that moment would fire them.
    /// </summary>
    private static async Task PauseScheduleAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<Schedule>().StartAsync(CancellationToken.None);
        var scheduler = await app.Services.GetRequiredKeyedService<ISchedulerFactory>(Schedule.Scheduler).GetScheduler();
        foreach (var work in app.Services.GetRequiredService<ScheduledJobRunner>().Works)
            await scheduler.PauseTrigger(new TriggerKey(work.Name));
    }

    /// <summary>A token of /dev/token.</summary>
    public async Task<string> SignInAsync(string? account, params string[] roles)
    {
        using var response = await Http.PostAsJsonAsync("/dev/token", new { accountId = account, roles });
        response.EnsureSuccessStatusCode();
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
    }

    public Task<string> StaffAsync(string role) => SignInAsync(null, role);

    /// <summary>The whole answer of a GraphQL request.</summary>
    public async Task<JsonNode> SendAsync(string query, object? variables = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>The data of a request that must succeed.</summary>
    public async Task<JsonNode> QueryAsync(string query, object? variables = null, string? token = null)
    {
        var answer = await SendAsync(query, variables, token);
        return answer["errors"] is null ? answer["data"]! : throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>The payload of a mutation of the convention; look at its `errors` yourself.</summary>
    public async Task<JsonNode> MutateAsync(string field, string selection, object input, string? token = null)
    {
        var type = char.ToUpperInvariant(field[0]) + field[1..] + "Input";
        var query = $"mutation($input: {type}!) {{ {field}(input: $input) {{ {selection} errors {{ __typename ... on Error {{ code message }} }} }} }}";
        return (await QueryAsync(query, new { input }, token))[field]!;
    }

    /// <summary>One value of the host's database, read as the role that owns it.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var owner = Npgsql.NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var command = owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Ends this host and keeps its database, as a restart does.</summary>
    public async Task<TestDatabase> StopAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await database.DisposeAsync();
    }
}
