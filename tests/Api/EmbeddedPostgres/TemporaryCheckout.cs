using Marketplace.Api.EmbeddedPostgres;

namespace Marketplace.Api.Tests.EmbeddedPostgres;

/// <summary>A directory with clusters of its own, taken away with them.</summary>
public sealed class TemporaryCheckout : IAsyncDisposable
{
    private readonly List<EmbeddedCluster> started = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("checkout-").FullName;

    public List<string> Said { get; } = [];

    public EmbeddedPostgresOptions Options => new() { Checkout = Path, Durable = false, SharedBuffersMegabytes = 16, MaximumConnections = 20 };

    public async Task<EmbeddedCluster> StartAsync(string cluster = "development")
    {
        var server = await EmbeddedCluster.StartAsync(Options with { Cluster = cluster }, Note, CancellationToken.None);
        lock (started)
            started.Add(server);
        return server;
    }

    public static int ProcessOf(EmbeddedCluster server) => PostmasterFile.Read(server.DataDirectory)!.ProcessId;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in started)
            await server.StopAsync(CancellationToken.None);
        foreach (var directory in started.Select(server => System.IO.Path.GetDirectoryName(server.DataDirectory)!).Distinct(StringComparer.Ordinal))
            Directory.Delete(directory, recursive: true);
        Directory.Delete(Path, recursive: true);
    }

    private void Note(string line)
    {
        lock (Said)
            Said.Add(line);
    }
}
