using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Database;

/// <summary>Migrations are SQL without a model snapshot: this holds the EF model to the database instead.</summary>
public sealed class ModelTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task Every_mapped_column_is_there_with_the_same_type_and_nullability()
    {
        var columns = new Dictionary<string, (string Type, bool Nullable)>();
        await using (var command = marketplace.Source.CreateCommand("""
            select c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), not a.attnotnull
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'marketplace' and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
            """))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                columns[reader.GetString(0)] = (reader.GetString(1), reader.GetBoolean(2));
        }

        await using var scope = marketplace.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Model;
        var differences = model.GetEntityTypes().SelectMany(e => e.GetProperties().Select(p => Difference(e, p, columns))).OfType<string>();

        differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_mapped_table_can_be_read_by_the_applications_role()
    {
        await using var scope = marketplace.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();

        await database.Accounts.ToListAsync();
        await database.Badges.ToListAsync();
        await database.Memberships.ToListAsync();
        await database.AgencyMembers.ToListAsync();
        await database.Jobs.ToListAsync();
        await database.Proposals.ToListAsync();
        await database.Invitations.ToListAsync();
        await database.JobFlags.ToListAsync();
        await database.Interviews.ToListAsync();
        await database.InterviewRewards.ToListAsync();
        await database.Contracts.ToListAsync();
        await database.AuthorizedHours.ToListAsync();
        await database.Payments.ToListAsync();
        await database.Notifications.ToListAsync();
        await database.Lots.ToListAsync();
        await database.Transactions.ToListAsync();
        await database.Entries.ToListAsync();
        await database.Purchases.ToListAsync();
        await database.ScheduledJobRuns.ToListAsync();
    }

    private static string? Difference(IReadOnlyEntityType entity, IReadOnlyProperty property, Dictionary<string, (string Type, bool Nullable)> columns)
    {
        var name = $"{entity.GetTableName()}.{property.GetColumnName()}";
        if (!columns.TryGetValue(name, out var column))
            return $"{name} is mapped and not in the database";
        if (property.GetColumnType() != column.Type)
            return $"{name} is {column.Type} and mapped as {property.GetColumnType()}";
        // The search column is generated: the database says nullable, nobody reads it.
        return property.IsNullable == column.Nullable || property.IsShadowProperty() ? null : $"{name} is {(column.Nullable ? "" : "not ")}nullable and mapped otherwise";
    }
}
