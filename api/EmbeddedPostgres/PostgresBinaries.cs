using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>A directory of PostgreSQL's programs, and their major version.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Version)
{
    public const int OldestVersion = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    private static readonly string[] SystemFolders =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/opt/homebrew/opt/postgresql/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ];

    public string this[string program] => Path.Combine(Directory, program);

    /// <summary>The programs that can run the data in <paramref name="data"/>, or the first found where there is no data yet.</summary>
    public static async Task<PostgresBinaries> FindAsync(string data, CancellationToken cancellation)
    {
        var found = await AllAsync(Environment.GetEnvironmentVariable("PATH") ?? "", SystemFolders, cancellation);
        var dataVersion = VersionOf(data);
        return Choose(found, dataVersion) ?? throw Missing(data, found, dataVersion);
    }

    internal static EmbeddedPostgresException Missing(string data, IReadOnlyList<PostgresBinaries> found, int? dataVersion) =>
        new(dataVersion is { } needed && found.Count > 0
            ? $"The data in {data} was made by PostgreSQL {needed}, and only {string.Join(", ", found.Select(one => one.Version).Distinct())} "
                + $"is installed. Install PostgreSQL {needed} again, or move the data away to begin with none."
            : $"No PostgreSQL {OldestVersion} or newer was found (looked for initdb in PATH, pg_config --bindir, /usr/lib/postgresql and Homebrew). "
                + $"Install it with: {InstallCommand()}\nOr name a database of your own in ConnectionStrings__Marketplace.");

    internal static PostgresBinaries? Choose(IReadOnlyList<PostgresBinaries> found, int? dataVersion) =>
        // Data of one major version cannot be read by another.
        found.FirstOrDefault(one => dataVersion is { } needed ? one.Version == needed : one.Version >= OldestVersion);

    internal static async Task<IReadOnlyList<PostgresBinaries>> AllAsync(string path, IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        List<string> places = [.. path.Split(':', StringSplitOptions.RemoveEmptyEntries)];
        var configured = await Command.RunAsync(["pg_config", "--bindir"], cancellation);
        if (configured.Succeeded)
            places.Add(configured.Output);

        List<PostgresBinaries> preferred = [];
        foreach (var place in places)
        {
            if (await ReadAsync(place, cancellation) is { } binaries)
                preferred.Add(binaries);
        }

        List<PostgresBinaries> installed = [];
        foreach (var place in folders.SelectMany(Expand))
        {
            if (await ReadAsync(place, cancellation) is { } binaries)
                installed.Add(binaries);
        }

        return [.. preferred, .. installed.OrderByDescending(one => one.Version)];
    }

    private static async Task<PostgresBinaries?> ReadAsync(string place, CancellationToken cancellation)
    {
        if (!Programs.All(program => File.Exists(Path.Combine(place, program))))
            return null;
        var answer = await Command.RunAsync([Path.Combine(place, "postgres"), "--version"], cancellation);
        var version = VersionPattern().Match(answer.Output);
        return answer.Succeeded && version.Success
            ? new PostgresBinaries(place, int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [pattern];
        var parent = Path.GetDirectoryName(pattern[..star])!;
        var name = pattern[(parent.Length + 1)..pattern.IndexOf('/', star)];
        var rest = pattern[(pattern.IndexOf('/', star) + 1)..];
        return System.IO.Directory.Exists(parent)
            ? System.IO.Directory.GetDirectories(parent, name).Select(directory => Path.Combine(directory, rest))
            : [];
    }

    private static int? VersionOf(string data)
    {
        var file = Path.Combine(data, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
    }

    private static string InstallCommand()
    {
        var asRoot = Environment.IsPrivilegedProcess ? "" : "sudo ";
        return OperatingSystem.IsMacOS() ? "brew install postgresql@17"
            : File.Exists("/usr/bin/apt-get") ? $"{asRoot}apt-get install -y postgresql"
            : File.Exists("/usr/bin/dnf") ? $"{asRoot}dnf install -y postgresql-server"
            : File.Exists("/sbin/apk") ? $"{asRoot}apk add postgresql"
            : "your system's package manager (the server package of PostgreSQL 15 or newer)";
    }

    [GeneratedRegex(@"PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}
