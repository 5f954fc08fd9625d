using Console.Tests.Support;
using Testing;

namespace Console.Tests.Experiments;

/// <summary>What others do to an experiment while somebody looks at it.</summary>
internal static class Elsewhere
{
    public static async Task ChangeAsync(this Visit visit, string mutation, string key, string reason)
    {
        var version = (int)(await visit.Host.QueryAsync($"{{ experiment(key: \"{key}\") {{ version }} }}", token: await visit.Host.StaffAsync("SUPPORT")))["experiment"]!["version"]!;
        var changed = await visit.Host.MutateAsync(mutation, "experiment { state }", new { key, expectedVersion = version, reason }, await visit.Host.StaffAsync("ADMIN"));
        changed["errors"].ShouldBeNull();
    }

    public static async Task AnalyzeAsync(this Visit visit)
    {
        var run = await visit.Host.MutateAsync("runScheduledJob", "run { outcome }", new { name = "analyze-experiments" }, await visit.Host.StaffAsync("ADMIN"));
        ((string)run["run"]!["outcome"]!).ShouldBe("SUCCEEDED");
    }
}
