using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>
/// Keeps what this process inherited from its own parent from the server, which outlives both: an open pipe or a lock file
/// (`flock build.lock ./dev test`) would stay open, and the lock be held, for as long as the server runs.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class InheritedFiles
{
    // ioctl(FIOCLEX) takes no third argument; fcntl's would be passed in the wrong place on Apple's processors.
    private const nuint LinuxCloseOnExec = 0x5451;
    private const nuint DarwinCloseOnExec = 0x20006601;
    private const int LastStandardFile = 2;

    public static void Keep()
    {
        var request = OperatingSystem.IsLinux() ? LinuxCloseOnExec : DarwinCloseOnExec;
        foreach (var entry in Directory.GetFileSystemEntries("/dev/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var file) && file > LastStandardFile)
                _ = CloseOnExec(file, request);
        }
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseOnExec(int file, nuint request);
}
