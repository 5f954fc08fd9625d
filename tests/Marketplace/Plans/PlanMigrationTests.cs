using Experiments.Database;
using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Plans;

/// <summary>Memberships from before there were cycles.</summary>
public sealed class PlanMigrationTests
{
    [Fact]
    public async Task PLN_18_members_of_before_are_in_the_cycle_that_today_is_in_and_nothing_is_due()
    {
        await using var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await ExperimentsDatabase.MigrateAsync(owner, MarketplaceDatabase.ApplicationRole, CancellationToken.None);
        var options = new DbContextOptionsBuilder<MarketplaceDbContext>();
        MarketplaceDatabase.Configure(options, owner);
        await using (var context = new MarketplaceDbContext(options.Options))
            await context.GetService<IMigrator>().MigrateAsync("20261120000211_AccountLife");
        var now = DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(Convert.ToInt64(await ScalarAsync(owner, "select (extract(epoch from now()) * 1000000)::bigint"), System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (days, i) in new[] { 0, 1, 27, 31, 59, 365, 800, 4000 }.Select((d, i) => (d, i)))
            await ScalarAsync(owner, $"select marketplace.register_account('FREELANCER', 's{i}', 'Person', 'p{i}@example.com', 'p{i}@example.com', null, 'US', null, 'FREELANCER_BASIC', 0, '{now.AddDays(-days):O}')");

        await MarketplaceDatabase.MigrateAsync(owner, CancellationToken.None);

        await using var command = owner.CreateCommand("select started_at, cycle, cycle_start, cycle_end from marketplace.membership");
        await using var reader = await command.ExecuteReaderAsync();
        var members = 0;
        while (await reader.ReadAsync())
        {
            var (anchor, cycle, start, end) = (reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3));
            (start, end).ShouldBe((anchor.AddMonths(cycle), anchor.AddMonths(cycle + 1)));
            start.ShouldBeLessThanOrEqualTo(now.AddMinutes(5));
            end.ShouldBeGreaterThan(now);
            members++;
        }

        members.ShouldBe(8);
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
