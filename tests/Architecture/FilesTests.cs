using System.Text.RegularExpressions;
using Marketplace.Api.EmbeddedPostgres;

namespace Architecture.Tests;

/// <summary>What a stranger who clones the project may rely on.</summary>
public sealed partial class FilesTests
{
    private static readonly string Checkout = CheckoutDirectory.Above(AppContext.BaseDirectory);

    private static readonly string[] Folders = ["graphql", "experiments", "marketplace", "schema", "simulation", "api", "console", "bench", "tests", "docs"];

    private static readonly string[] Serving = ["experiments", "marketplace", "schema", "api"];

    [Fact]
    public void No_file_needs_anything_outside_the_checkout()
    {
        var outside = "../" + "shared";
        Sources().Where(f => File.ReadAllText(f).Contains(outside, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void No_package_lock_names_a_registry() =>
        Files("package-lock.json").Where(f => File.ReadAllText(f).Contains("\"resolved\": \"http", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout, "Marketplace.sln")).Replace('\\', '/');

        Files("*.csproj").Select(f => Path.GetRelativePath(Checkout, f)).Where(f => !solution.Contains(f, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_left_a_stub() =>
        Files("*.cs").Where(f => File.ReadAllText(f).Contains("new NotImplemented" + "Exception", StringComparison.Ordinal)).ShouldBeEmpty();

    // The host does not reset the connections of its requests: what belongs to a session is held by these alone, on connections of their own or on ones that are reset.
    [Fact]
    public void Nothing_is_left_on_a_session_but_by_those_who_hold_one()
    {
        string[] holders = ["ScheduledJobRunner.cs", "HeldSchedule.cs", "DevelopmentSeed.cs", "ChangeListener.cs", "FlagListener.cs"];

        Files("*.cs").Concat(Files("*.sql"))
            .Where(f => Serving.Contains(Path.GetRelativePath(Checkout, f).Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal))
            .Where(f => !holders.Contains(Path.GetFileName(f), StringComparer.Ordinal) && SessionState.IsMatch(File.ReadAllText(f)))
            .ShouldBeEmpty();
    }

    [GeneratedRegex("""pg_(try_)?advisory_(unlock|lock)|"(un)?listen |create\s+temp|set\s+session|"set (?!local |transaction )|set_config\([^)]*false\)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SessionState { get; }

    private static IEnumerable<string> Sources() => Files("*.cs").Concat(Files("*.ts")).Concat(Files("*.tsx")).Concat(Files("*.sql")).Concat(Files("*.csproj")).Concat(Files("*.md"));

    private static IEnumerable<string> Files(string pattern) => Folders.Select(f => Path.Combine(Checkout, f)).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, pattern, SearchOption.AllDirectories))
        .Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/dist/", StringComparison.Ordinal));
}
