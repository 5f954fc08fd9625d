using Experiments.Database;
using Experiments.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Database;

public sealed class ModelMatchesDatabaseTests
{
    [Fact]
    public async Task Every_column_has_the_same_type_and_nullability_on_both_sides()
    {
        await using var node = await Node.StartAsync();
        var model = node.Services.GetRequiredService<ExperimentsDbContext>().Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property => Column(entity, property)))
            .Order(StringComparer.Ordinal)
            .ToArray();

        var database = new List<string>();
        await using var command = node.Application.CreateCommand("""
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'experiments' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and c.relname <> '__migrations'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            database.Add(reader.GetString(0));

        model.ShouldBe(database.Order(StringComparer.Ordinal));
    }

    private static string Column(IEntityType entity, IProperty property)
    {
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        return $"{entity.GetTableName()}.{property.GetColumnName(table)} {property.GetColumnType(table)}{(property.IsColumnNullable(table) ? "" : " not null")}";
    }
}
