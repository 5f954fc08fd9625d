using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Bench.Ledger;

/// <summary>First pages of long lists through the API, against the best SQL for the same page; one client, medians.</summary>
public static class FirstPages
{
    private const int Times = 300;
    // A host that has served for a while: until then its runtime measures and compiles the code anew while it runs.
    private const int Before = 2_000;
    private const double Goal = 2;
    private const string JobColumns = "id, title, description, posted_at";
    private const string HistoryColumns = "number, effective_at, kind, connects, connects_after, description";

    private static readonly (string Name, string Arguments, string Where, string Order)[] Jobs =
    [
        ("newest", "", "true", "posted_at desc, id desc"),
        ("oldest", "orderBy: POSTED_AT_ASC", "true", "posted_at, id"),
        ("greatest value", "orderBy: PROJECTED_VALUE_DESC", "true", "coalesce(projected_value_cents, 0) desc, id desc"),
        ("fewest Connects", "orderBy: CONNECTS_ASC", "true", "connects, id"),
        ("category", "where: {category: \"legal\"}", "category = 'legal'", "posted_at desc, id desc"),
        ("category, value", "where: {category: \"legal\"}, orderBy: PROJECTED_VALUE_DESC", "category = 'legal'", "coalesce(projected_value_cents, 0) desc, id desc"),
        ("category, Connects", "where: {category: \"legal\"}, orderBy: CONNECTS_ASC", "category = 'legal'", "connects, id"),
        ("rare words", "where: {text: \"harpsichord\"}", "search @@ websearch_to_tsquery('english', 'harpsichord')", "posted_at desc, id desc"),
        ("common words", "where: {text: \"shop open\"}", "search @@ websearch_to_tsquery('english', 'shop open')", "posted_at desc, id desc"),
        ("value", "where: {minimumValue: 5000, maximumValue: 6000}", "projected_value_cents between 500000 and 600000", "posted_at desc, id desc"),
        ("value, by value", "where: {minimumValue: 5000, maximumValue: 6000}, orderBy: PROJECTED_VALUE_DESC",
            "coalesce(projected_value_cents, 0) between 500000 and 600000", "coalesce(projected_value_cents, 0) desc, id desc"),
    ];

    public static async Task ReportAsync(BenchCluster cluster)
    {
        await cluster.CreateAsync("reading", "Reading.sql");
        using var host = await HostProcess.StartAsync(cluster, "reading");
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString("reading", PostgresRoles.Application));
        await using var bare = await source.OpenConnectionAsync();
        using var client = new KeepAliveConnection(host.Port);
        var cases = await CasesAsync(host);
        foreach (var (_, _, request) in cases)
        {
            for (var time = 0; time < Before; time++)
                Ask(client, request);
        }

        Console.WriteLine($"First pages of 20 through GraphQL over HTTP, and the best SQL for the same page: 1,000,000 jobs, histories of 1,000,000 lines. One client, median of {Times} by turns, in µs, after {Before} of each.");
        Console.WriteLine($"{"",-28}{"SQL",8}{"GraphQL",10}");
        foreach (var (name, sql, request) in cases)
            await CompareAsync(name, bare, sql, client, request);
        Console.WriteLine();
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task<List<(string Name, string Sql, byte[] Request)>> CasesAsync(HostProcess host)
    {
        List<(string, string, byte[])> cases = [];
        foreach (var (name, arguments, where, order) in Jobs)
        {
            var list = arguments.Length == 0 ? "jobs" : $"jobs({arguments})";
            cases.Add(($"jobs: {name}", $"select {JobColumns} from marketplace.job where {where} order by {order} limit 21",
                host.Request($"{{ {list} {{ nodes {{ id title description postedAt }} pageInfo {{ hasNextPage endCursor }} }} }}", null, null)));
        }

        foreach (var (name, account) in new[] { ("history: one wallet", 1L), ("history: spread", 5000L) })
        {
            var query = $"{{ node(id: \"{HostProcess.GlobalId("ConnectsWallet", account)}\") {{ ... on ConnectsWallet {{ history {{ nodes {{ at kind amount balanceAfter description }} pageInfo {{ hasNextPage endCursor }} }} }} }} }}";
            cases.Add((name, $"select {HistoryColumns} from marketplace.ledger_transaction where account_id = {account} and connects_after is not null order by number desc limit 21",
                host.Request(query, null, await host.SignInAsync(account))));
        }

        return cases;
    }

    private static async Task CompareAsync(string name, NpgsqlConnection bare, string sql, KeepAliveConnection client, byte[] request)
    {
        await using var command = new NpgsqlCommand(sql, bare);
        await command.PrepareAsync();
        double[] asked = new double[Times], served = new double[Times];
        for (var warm = 0; warm < Times / 3; warm++)
        {
            await ReadAsync(command);
            Ask(client, request);
        }

        for (var time = 0; time < Times; time++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await ReadAsync(command);
            asked[time] = TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds;
            begun = TimeProvider.System.GetTimestamp();
            Ask(client, request);
            served[time] = TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds;
        }

        if (client.Text.Contains("\"errors\":[", StringComparison.Ordinal) || !client.Text.Contains("\"hasNextPage\":true", StringComparison.Ordinal))
            throw new InvalidOperationException($"{name} was answered otherwise than by a first page: {client.Text}");
        var times = Statistics.Median(served) / Statistics.Median(asked);
        Console.WriteLine($"{name,-28}{Statistics.Median(asked),8:N0}{Statistics.Median(served),10:N0}   {times:N1} times the SQL ({LedgerBenchmark.Goal($"<= {Goal}", times <= Goal)})");
    }

    private static void Ask(KeepAliveConnection client, byte[] request)
    {
        client.Send(request);
        while (!client.Receive())
        {
        }
    }

    private static async Task ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            for (var column = 0; column < reader.FieldCount; column++)
                reader.GetValue(column);
        }
    }
}
