using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Marketplace.Api.Tests.EmbeddedPostgres;

/// <summary>A file that child processes inherit, which .NET opens none of by itself.</summary>
internal static class InheritableFile
{
    public static SafeFileHandle Open(string path)
    {
        using var closedInChildren = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new SafeFileHandle(Duplicate((int)closedInChildren.DangerousGetHandle()), ownsHandle: true);
    }

    // dup clears close-on-exec.
    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int file);
}
