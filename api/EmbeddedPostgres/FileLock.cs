namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>A lock between processes that the kernel releases when its holder dies, however it dies.</summary>
internal static class FileLock
{
    // EWOULDBLOCK, by which flock says that somebody else holds the lock; a full disk must not look like that.
    private const int HeldOnLinux = 11;
    private const int HeldOnDarwin = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock; <paramref name="waiting"/> is called once if somebody else holds it.</summary>
    public static async Task<IDisposable> AcquireAsync(string path, Action waiting, CancellationToken cancellation)
    {
        var told = false;
        while (true)
        {
            if (TryAcquire(path) is { } held)
                return held;
            if (!told)
                waiting();
            told = true;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Null when anybody holds it, shared or not.</summary>
    public static IDisposable? TryAcquire(string path) => Open(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A lock that many may hold at once; waits for whoever holds it alone.</summary>
    public static async Task<IDisposable> ShareAsync(string path, CancellationToken cancellation)
    {
        await using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite))
        {
        }

        while (true)
        {
            if (Open(path, FileAccess.Read, FileShare.Read) is { } held)
                return held;
            await Task.Delay(Pause, cancellation);
        }
    }

    private static FileStream? Open(string path, FileAccess access, FileShare share)
    {
        try
        {
            // .NET takes flock(LOCK_EX) for FileShare.None and flock(LOCK_SH) for a reader's FileShare.Read.
            return new FileStream(path, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException held) when (held.HResult is HeldOnLinux or HeldOnDarwin)
        {
            return null;
        }
    }
}
