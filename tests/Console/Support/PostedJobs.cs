using Testing;

namespace Console.Tests.Support;

/// <summary>Jobs, so that there is somebody a flag decides about.</summary>
internal static class PostedJobs
{
    public static async Task InAsync(TestHost host, IEnumerable<string> categories)
    {
        var client = await MarketplaceClient.ClientAsync(host);
        foreach (var category in categories)
            await client.PostJobAsync(category: category);
    }
}
