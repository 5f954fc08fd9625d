using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace Bench.GraphQL;

/// <summary>A server that is measured, in a process of its own on a free port.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>User and system time of all its threads; Linux tells it in /proc/PID/stat, which is where the runtime reads it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The library or the ceiling, served by this program.</summary>
    public static ServerProcess Start(string name) => Start(Environment.ProcessPath!, port => ["serve", name, $"{port}"]);

    /// <summary>Mercurius; null, and the reason, where it cannot be served.</summary>
    public static ServerProcess? StartMercurius(out string? missing)
    {
        missing = null;
        var folder = MercuriusFolder();
        if (folder is null || !Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            missing = "its packages are not installed; ./dev bench installs them where there is Node";
            return null;
        }

        try
        {
            return Start("node", port => [Path.Combine(folder, "server.mjs"), $"{port}"]);
        }
        catch (Win32Exception)
        {
            missing = "there is no Node";
            return null;
        }
    }

    /// <summary>Waits until the server answers; it is asked so often that the wait tells when.</summary>
    public async Task<string> FirstAnswerAsync(string document)
    {
        var client = new LoadClient(Port, document);
        while (true)
        {
            try
            {
                return client.Ask();
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionRefused && !process.HasExited)
            {
                await Task.Delay(1);
            }
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static ServerProcess Start(string program, Func<int, string[]> arguments)
    {
        var port = FreePort.Find();
        var start = new ProcessStartInfo(program, arguments(port));
        start.Environment["NODE_ENV"] = "production";
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        return new(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), port);
    }

    private static string? MercuriusFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "GraphQL", "mercurius");
            if (File.Exists(Path.Combine(path, "server.mjs")))
                return path;
        }

        return null;
    }
}
