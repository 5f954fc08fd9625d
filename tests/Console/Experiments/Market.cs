using Testing;

namespace Console.Tests.Experiments;

/// <summary>One job of the smallest value in each job category, and talents who propose to it.</summary>
internal sealed class Market(TestHost host, IReadOnlyList<string> jobs)
{
    private const int StandardPrice = 2;
    private readonly HashSet<string> dear = [];

    public static async Task<Market> OpenAsync(TestHost host)
    {
        var client = await MarketplaceClient.ClientAsync(host);
        var categories = (await host.QueryAsync("{ jobCategories { key } }"))["jobCategories"]!.AsArray().Select(category => (string)category!["key"]!);
        var jobs = new List<string>();
        foreach (var category in categories)
            jobs.Add(await client.PostJobAsync(40, category));
        return new Market(host, jobs);
    }

    /// <summary>So many new talents each propose to every job, or to every one that costs as ever.</summary>
    public async Task ProposeAsync(int talents, bool standardAlone = false)
    {
        for (var number = 0; number < talents; number++)
        {
            var talent = await MarketplaceClient.FreelancerAsync(host);
            await talent.BuyAsync(40);
            foreach (var job in jobs.Where(job => !standardAlone || !dear.Contains(job)))
            {
                if ((int)(await talent.SubmitAsync(job))["proposal"]!["connectsSpent"]! > StandardPrice)
                    dear.Add(job);
            }
        }
    }
}
