using Marketplace.Api.EmbeddedPostgres;

namespace Architecture.Tests;

/// <summary>What a stranger who clones the project may rely on.</summary>
public sealed class FilesTests
{
    private static readonly string Checkout = CheckoutDirectory.Above(AppContext.BaseDirectory);

    private static readonly string[] Folders = ["graphql", "experiments", "marketplace", "schema", "simulation", "api", "console", "bench", "tests", "docs"];

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

    private static IEnumerable<string> Sources() => Files("*.cs").Concat(Files("*.ts")).Concat(Files("*.tsx")).Concat(Files("*.sql")).Concat(Files("*.csproj")).Concat(Files("*.md"));

    private static IEnumerable<string> Files(string pattern) => Folders.Select(f => Path.Combine(Checkout, f)).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, pattern, SearchOption.AllDirectories))
        .Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/dist/", StringComparison.Ordinal));
}
