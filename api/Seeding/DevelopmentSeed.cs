using GraphQL;
using Marketplace.Api.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace Marketplace.Api.Seeding;

/// <summary>Seeds a small marketplace once (Development:Seed), by the same mutations a client would send, and then tells the way in.</summary>
internal sealed partial class DevelopmentSeed(
    IServer server, IHostApplicationLifetime lifetime, IHostEnvironment environment, IConfiguration configuration, BesideSource beside, HostReadiness readiness, ILogger<DevelopmentSeed> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        var address = Address();
        try
        {
            if (environment.IsDevelopment() && configuration.GetValue("Development:Seed", true))
            {
                await SeedOnceAsync(address, stoppingToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            SeedFailed(logger, exception);
        }

        readiness.Ready();
        if (environment.IsDevelopment())
        {
            Console.WriteLine($$"""

                GraphQL        {{address}}/graphql   (a browser gets GraphiQL)
                Console        {{address}}/console
                Sign in        curl -s {{address}}/dev/token -H 'Content-Type: application/json' -d '{"accountId": null, "roles": ["PRODUCT_MANAGER"]}'
                               staff: SUPPORT, TRUST_AND_SAFETY, PRODUCT_MANAGER, ADMIN; as a person: "accountId" is an id that registerAccount answers
                """);
        }
    }

    private async Task SeedOnceAsync(string address, CancellationToken cancellation)
    {
        await using var connection = await beside.Value.OpenConnectionAsync(cancellation);
        // Two nodes that start together seed once; every step is idempotent, so a seeding cut short is finished by the next start.
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(hashtext('development-seed'))", connection))
        {
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        await using var seeded = new NpgsqlCommand("select exists (select from marketplace.idempotency where key = $1)", connection) { Parameters = { new() { Value = SeedPlan.LastKey } } };
        if (!(bool)(await seeded.ExecuteScalarAsync(cancellation))!)
        {
            using var client = new SeedClient(address);
            await SeedPlan.PlayAsync(client, await KnownAsync(connection, cancellation), cancellation);
        }
    }

    private static async Task<Dictionary<string, string>> KnownAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select email_normalized, id from marketplace.account", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            known[reader.GetString(0)] = GlobalId.Encode("Account", new AccountId(reader.GetInt64(1)));
        }

        return known;
    }

    private string Address() => server.Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://127.0.0.1", "://localhost", StringComparison.Ordinal);

    [LoggerMessage(LogLevel.Error, "Seeding the development data failed; the next start tries again")]
    private static partial void SeedFailed(ILogger logger, Exception exception);
}
