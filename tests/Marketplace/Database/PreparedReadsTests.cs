using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Database;

/// <summary>Statements that are kept prepared, and what happens to them when others on their connection fail.</summary>
public sealed class PreparedReadsTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Theory]
    [InlineData("SELECT a.id FROM marketplace.account AS a WHERE a.id = ANY (@wanted)", true)]
    [InlineData("SELECT j.id FROM marketplace.job AS j WHERE j.posted_at > @after", false)]
    [InlineData("SELECT j.id FROM marketplace.job AS j WHERE j.search @@ websearch_to_tsquery('english', @text)", false)]
    [InlineData("SELECT a.id FROM marketplace.account AS a WHERE a.display_name ILIKE @pattern", false)]
    [InlineData("SELECT j.id FROM marketplace.job AS j WHERE j.client_id = @client ORDER BY j.id DESC LIMIT @p", false)]
    [InlineData("UPDATE marketplace.job SET featured = @featured", false)]
    public void Only_a_query_that_one_plan_serves_is_kept(string sql, bool isKept) => PreparedReads.IsPlannedOnce(sql).ShouldBe(isKept);

    [Fact]
    public async Task A_kept_statement_goes_on_after_statements_that_failed_were_undone_or_timed_out()
    {
        var builder = new NpgsqlDataSourceBuilder(marketplace.Source.ConnectionString) { ConnectionStringBuilder = { MaxPoolSize = 1, NoResetOnClose = true } };
        await using var one = builder.Build();
        var options = new DbContextOptionsBuilder<MarketplaceDbContext>();
        MarketplaceDatabase.Configure(options, one);
        var client = await marketplace.ClientAsync();

        async Task ReadAsync()
        {
            await using var database = new MarketplaceDbContext(options.Options);
            (await database.Accounts.Where(a => new[] { client.Id }.Contains(a.Id)).Select(a => a.Id).ToListAsync()).ShouldBe([client.Id]);
            var division = new NpgsqlCommand("select 12 / $1").Add(3);
            (await database.ReadAsync(division, row => row.GetInt32(0), isPlannedOnce: true, CancellationToken.None)).ShouldBe([4]);
        }

        async Task FailAsync(string sql, int value, string state)
        {
            await using var database = new MarketplaceDbContext(options.Options);
            var failure = await Should.ThrowAsync<PostgresException>(() => database.ReadAsync(new NpgsqlCommand(sql).Add(value), row => row.GetInt32(0), isPlannedOnce: true, CancellationToken.None));
            failure.SqlState.ShouldBe(state);
        }

        for (var round = 0; round < 6; round++)
        {
            await ReadAsync();
            await FailAsync("select 12 / $1", 0, PostgresErrorCodes.DivisionByZero);
            await FailAsync("select nothing from nowhere where id = $1", 0, PostgresErrorCodes.UndefinedTable);
            await using (var connection = await one.OpenConnectionAsync())
            {
                // Left as it is: the pool rolls it back.
                await connection.BeginTransactionAsync();
                await using var broken = new NpgsqlCommand("select 1 / 0", connection);
                await Should.ThrowAsync<PostgresException>(() => broken.ExecuteScalarAsync());
            }

            await ReadAsync();
            await using (var database = new MarketplaceDbContext(options.Options))
            {
                await using var transaction = await database.Database.BeginTransactionAsync();
                await database.Database.ExecuteSqlRawAsync("set local statement_timeout = 1");
                var slow = await Should.ThrowAsync<PostgresException>(() => database.ReadAsync(new NpgsqlCommand("select 1 from pg_sleep($1)").Add(60.0), row => row.GetInt32(0), isPlannedOnce: true, CancellationToken.None));
                slow.SqlState.ShouldBe(PostgresErrorCodes.QueryCanceled);
                await Should.ThrowAsync<PostgresException>(() => database.ReadAsync(new NpgsqlCommand("select 12 / $1").Add(3), row => row.GetInt32(0), isPlannedOnce: true, CancellationToken.None));
            }

            await ReadAsync();
        }

        await using var last = await one.OpenConnectionAsync();
        await using var prepared = new NpgsqlCommand("select count(*)::integer from pg_prepared_statements where statement like 'select 12 / %' or statement like 'SELECT a.id%'", last);
        (await prepared.ExecuteScalarAsync()).ShouldBe(2);
    }
}
