namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>Finds the checkout a running program belongs to.</summary>
public static class CheckoutDirectory
{
    private const string Marker = "Marketplace.sln";

    /// <summary>The nearest directory at or above <paramref name="start"/> that holds the solution; a published program stands alone, in <paramref name="start"/>.</summary>
    public static string Above(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Marker)))
                return Resolve(directory.FullName);
        }

        return Resolve(start);
    }

    /// <summary>The path without symbolic links, so that one checkout reached by two paths has one cluster.</summary>
    internal static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
            return full;
        var here = Path.Combine(Resolve(parent), Path.GetFileName(full));
        var target = Directory.Exists(here) ? Directory.ResolveLinkTarget(here, returnFinalTarget: true) : null;
        return target is null ? here : Resolve(target.FullName);
    }
}
