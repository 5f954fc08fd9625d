using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;
using Testing;

namespace Marketplace.Tests.Plans;

/// <summary>What the tests of plans look up in the books.</summary>
internal static class PlanMarketplace
{
    /// <summary>The next first of April and so on: cycles of a known length, ahead of today's clock.</summary>
    public static DateTimeOffset Next(this TestMarketplace marketplace, int month, int day) =>
        new(marketplace.Clock.GetUtcNow().Year + 1, month, day, 10, 0, 0, TimeSpan.Zero);

    public static async Task<(long Cents, string Description)[]> FeesAsync(this TestMarketplace marketplace, Account account)
    {
        await using var command = marketplace.Source.CreateCommand("""
            select e.amount, t.description from marketplace.ledger_transaction t
            join marketplace.ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number and e.system_account = 'PLAN_REVENUE'
            where t.account_id = $1 and t.kind = 'PLAN_FEE' order by t.number
            """);
        command.Parameters.AddWithValue(account.Id);
        await using var reader = await command.ExecuteReaderAsync();
        var fees = new List<(long, string)>();
        while (await reader.ReadAsync())
            fees.Add((reader.GetInt64(0), reader.GetString(1)));
        return [.. fees];
    }

    public static async Task<string[]> NoticesAsync(this TestMarketplace marketplace, Account account, string kind)
    {
        await using var command = marketplace.Source.CreateCommand("select title from marketplace.notification where account_id = $1 and kind = $2 order by number");
        command.Parameters.AddWithValue(account.Id);
        command.Parameters.AddWithValue(kind);
        await using var reader = await command.ExecuteReaderAsync();
        var titles = new List<string>();
        while (await reader.ReadAsync())
            titles.Add(reader.GetString(0));
        return [.. titles];
    }

    public static async Task<object?> OwnerAsync(this TestMarketplace marketplace, string sql)
    {
        await using var command = marketplace.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public static async Task BooksAreRightAsync(this TestMarketplace marketplace) => (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();

    /// <summary>The policies that ship, with one more version of all plans from an instant on.</summary>
    public static PolicyBook With(DateTimeOffset from, Action<JsonArray> plans)
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("Marketplace.Policies.policies.json")!;
        var root = JsonNode.Parse(stream)!;
        var versions = root["versions"]!.AsArray();
        var changed = versions.Last(v => v!["plans"] is not null)!["plans"]!.DeepClone().AsArray();
        plans(changed);
        versions.Add(new JsonObject { ["effectiveFrom"] = from, ["plans"] = changed });
        return PolicyBook.Parse(root.ToJsonString());
    }
}

/// <summary>A line to the sandbox gateway that breaks when a test says so.</summary>
internal sealed class BreakingLine(IPaymentGateway gateway) : IPaymentGateway
{
    private int asked;

    /// <summary>The question that is never put to the gateway.</summary>
    public int BreaksBefore { get; set; }

    /// <summary>The question that the gateway answers, and nobody hears it.</summary>
    public int BreaksAfter { get; set; }

    /// <summary>What happens elsewhere while the gateway thinks.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public int Asked => asked;

    public async Task<ChargeAnswer> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        var question = Interlocked.Increment(ref asked);
        if (question == BreaksBefore)
            throw new HttpRequestException("The gateway cannot be reached.");
        var outcome = await gateway.ChargeAsync(charge, cancellation);
        if (Meanwhile is { } meanwhile)
            await meanwhile();
        return question == BreaksAfter ? throw new HttpRequestException("The line broke.") : outcome;
    }
}
