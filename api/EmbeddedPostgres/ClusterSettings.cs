using System.Runtime.Versioning;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>The server's configuration, written anew at each start so that a changed setting reaches old data.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ClusterSettings
{
    private const string FileName = "marketplace.conf";

    public static string Text(EmbeddedPostgresOptions options, string sockets) =>
        $"""
        listen_addresses = ''
        port = {ClusterLocation.Port}
        unix_socket_directories = '{sockets.Replace("'", "''", StringComparison.Ordinal)}'
        unix_socket_permissions = 0700
        max_connections = {options.MaximumConnections}
        shared_buffers = {options.SharedBuffersMegabytes}MB
        # A schema with many partitions locks each of them when it is created, cloned or dropped.
        max_locks_per_transaction = 512
        fsync = {(options.Durable ? "on" : "off")}
        full_page_writes = {(options.Durable ? "on" : "off")}
        synchronous_commit = on
        # After each checkpoint every page is written whole once more.
        checkpoint_timeout = 15min
        max_wal_size = {(options.Durable ? "2GB" : "256MB")}
        # Short statements lose more to compilation than they gain.
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        """;

    public static async Task WriteAsync(EmbeddedPostgresOptions options, string data, string sockets, CancellationToken cancellation)
    {
        await WriteReadableAsync(Path.Combine(data, FileName), Text(options, sockets) + "\n", cancellation);
        // The directory of the socket is its owner's alone (0700): whoever reaches the socket could read the data as well,
        // so a password would protect nothing and would have to be kept somewhere.
        await WriteReadableAsync(Path.Combine(data, "pg_hba.conf"), "local all all trust\n", cancellation);

        var main = Path.Combine(data, "postgresql.conf");
        var include = $"include '{FileName}'";
        if (!(await File.ReadAllTextAsync(main, cancellation)).Contains(include, StringComparison.Ordinal))
            await File.AppendAllTextAsync(main, $"\n{include}\n", cancellation);
    }

    private static async Task WriteReadableAsync(string path, string text, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(path, text, cancellation);
        // Written by root and read by postgres; the directory around it keeps others out.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
