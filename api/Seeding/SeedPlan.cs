using System.Text.Json.Nodes;

namespace Marketplace.Api.Seeding;

/// <summary>A handful of people and their jobs. Every step can be played again: emails and idempotency keys say what is there.</summary>
internal static class SeedPlan
{
    /// <summary>The key of the last step: where it is known, everything is there.</summary>
    public const string LastKey = "seed-proposal-last";

    private static readonly (string Name, string Email, string Country)[] Freelancers =
        [("Ana Souza", "ana@example.com", "BR"), ("Ben Okafor", "ben@example.com", "NG"), ("Chiara Rossi", "chiara@example.com", "IT"), ("Dmytro Koval", "dmytro@example.com", "UA")];

    private static readonly (string Title, string Description, string Category, int Dollars)[] Jobs =
    [
        ("Proofread a short story", "Twelve pages, British spelling.", "writing", 40),
        ("Logo for a bakery", "Two colours, print and web.", "design-creative", 300),
        ("Landing page in React", "A page with a form and three languages.", "web-mobile-software-development", 700),
        ("Migrate a warehouse to PostgreSQL", "Forty tables, nightly loads, tests.", "data-science-analytics", 5000),
        ("Translate a contract into German", "Nine pages of a lease.", "translation", 120),
        ("Review of a shareholders' agreement", "Delaware, two founders.", "legal", 900),
        ("Answer support mail for a month", "Twenty messages a day.", "customer-service", 650),
        ("Bookkeeping for a café", "Receipts of one quarter.", "accounting-consulting", 250),
    ];

    /// <param name="client">Sends the mutations.</param>
    /// <param name="known">The ids of accounts that an earlier seeding, cut short, has registered, by email.</param>
    /// <param name="cancellation">Stops the seeding.</param>
    public static async Task PlayAsync(SeedClient client, IReadOnlyDictionary<string, string> known, CancellationToken cancellation)
    {
        var staff = await client.SignInAsync(null, cancellation, "ADMIN");
        var employer = await RegisterAsync(client, known, "CLIENT", "Harbour Studio", "harbour@example.com", "US", staff, cancellation);
        await RegisterAsync(client, known, "AGENCY", "North Wind Agency", "northwind@example.com", "DE", staff, cancellation);
        var talents = new List<string>();
        foreach (var (name, email, country) in Freelancers)
        {
            talents.Add(await RegisterAsync(client, known, "FREELANCER", name, email, country, staff, cancellation));
        }

        var jobs = await PostJobsAsync(client, employer, cancellation);
        for (var i = 0; i < talents.Count; i++)
        {
            var token = await client.SignInAsync(talents[i], cancellation, "FREELANCER");
            await client.MutateAsync("buyConnects", "BuyConnectsInput", "purchase { state }", new JsonObject
            {
                ["walletId"] = await WalletOfAsync(client, token, cancellation),
                ["bundleSize"] = 40,
                ["payment"] = new JsonObject { ["method"] = "CARD" },
                ["idempotencyKey"] = "seed-bundle",
            }, token, cancellation);
            foreach (var job in jobs.Skip(i).Take(2))
            {
                await client.MutateAsync("submitProposal", "SubmitProposalInput", "proposal { id }", new JsonObject
                {
                    ["jobId"] = job,
                    ["talentId"] = talents[i],
                    ["coverLetter"] = "I have done this before and would like to do it for you.",
                    ["idempotencyKey"] = i == talents.Count - 1 && job == jobs[i + 1] ? LastKey : $"seed-proposal-{job}",
                }, token, cancellation);
            }
        }
    }

    private static async Task<List<string>> PostJobsAsync(SeedClient client, string employer, CancellationToken cancellation)
    {
        var token = await client.SignInAsync(employer, cancellation, "CLIENT");
        var jobs = new List<string>();
        foreach (var (title, description, category, dollars) in Jobs)
        {
            var posted = await client.MutateAsync("postJob", "PostJobInput", "job { id }", new JsonObject
            {
                ["clientId"] = employer,
                ["title"] = title,
                ["description"] = description,
                ["category"] = category,
                ["budget"] = new JsonObject { ["fixed"] = new JsonObject { ["amount"] = new JsonObject { ["amount"] = dollars } } },
                ["idempotencyKey"] = $"seed-{category}",
            }, token, cancellation);
            jobs.Add((string)posted["job"]!["id"]!);
        }

        return jobs;
    }

    private static async Task<string> RegisterAsync(
        SeedClient client, IReadOnlyDictionary<string, string> known, string kind, string name, string email, string country, string staff, CancellationToken cancellation)
    {
        if (known.TryGetValue(email, out var id))
        {
            return id;
        }

        var registered = await client.MutateAsync("registerAccount", "RegisterAccountInput", "account { id }", new JsonObject
        {
            ["kind"] = kind,
            ["displayName"] = name,
            ["email"] = email,
            ["country"] = country,
        }, staff, cancellation);
        return (string)registered["account"]!["id"]!;
    }

    private static async Task<string> WalletOfAsync(SeedClient client, string token, CancellationToken cancellation)
    {
        var data = await client.QueryAsync("{ viewer { account { ... on Talent { wallet { id } } } } }", token, cancellation);
        return (string)data["viewer"]!["account"]!["wallet"]!["id"]!;
    }
}
