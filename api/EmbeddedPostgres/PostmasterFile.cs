using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>What a running server writes beside its data, and a killed one leaves there.</summary>
internal sealed record PostmasterFile(string Data, int ProcessId, string Sockets)
{
    private const int SocketLine = 4;

    public static string PathIn(string data) => Path.Combine(data, "postmaster.pid");

    public static PostmasterFile? Read(string data)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(data));
            return lines.Length > SocketLine && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
                ? new PostmasterFile(data, process, lines[SocketLine].Trim())
                : null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool ProcessExists
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether the process is the server of this data: after a restart of the machine the number may be anybody's.</summary>
    public bool ServerIsAlive
    {
        get
        {
            if (!ProcessExists)
                return false;
            if (OperatingSystem.IsLinux())
            {
                // A server's working directory is its data; a zombie has none.
                try
                {
                    return new DirectoryInfo($"/proc/{ProcessId}/cwd").LinkTarget is { } directory
                        && directory == CheckoutDirectory.Resolve(Data);
                }
                catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
                {
                    return false;
                }
            }

            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return process.ProcessName is "postgres" or "postmaster";
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    /// <summary>Keeps a file whose server is gone from stopping the next one: its number may by now be a stranger's, or a zombie's.</summary>
    public void Disown()
    {
        // Deleted, it would no longer say which shared memory the children of a killed server may still be writing to. So it
        // stays, with a number no process can have, and the next server makes that check itself.
        var lines = File.ReadAllLines(PathIn(Data));
        lines[0] = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(PathIn(Data), string.Join('\n', lines) + "\n");

        // The socket's lock names the same process; its directory is this cluster's alone, and gone after a restart of the machine.
        if (Directory.Exists(Sockets))
            File.Delete(Path.Combine(Sockets, $".s.PGSQL.{ClusterLocation.Port}.lock"));
    }
}
