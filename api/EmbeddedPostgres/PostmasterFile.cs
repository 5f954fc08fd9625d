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
}
