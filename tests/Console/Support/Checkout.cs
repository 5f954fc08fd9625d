namespace Console.Tests.Support;

/// <summary>Files of the checkout these tests were built from.</summary>
internal static class Checkout
{
    private static readonly Lazy<string> Root = new(Find);

    /// <summary>What the host serves: the console's build, copied beside the binaries.</summary>
    public static string BuiltConsole => Path.Combine(AppContext.BaseDirectory, "console");

    public static string AxeScript => Existing(Path.Combine(Root.Value, "console", "node_modules", "axe-core", "axe.min.js"));

    public static string Screenshots => Directory.CreateDirectory(Path.Combine(Root.Value, "artifacts", "screenshots")).FullName;

    /// <summary>A page that is not there is a failure with its remedy, not a reason to skip.</summary>
    public static void RequireConsole() => Existing(Path.Combine(BuiltConsole, "index.html"));

    private static string Existing(string path) =>
        File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing. Run `npm ci` and `npm run build` in console/ and build this project again, or let `./dev test console` do all of it (it needs Node.js 20.19 or newer).");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No Marketplace.sln above {AppContext.BaseDirectory}.");
    }
}
