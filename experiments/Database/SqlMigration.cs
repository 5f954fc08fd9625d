using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Experiments.Database;

/// <summary>
/// A migration whose content is an embedded SQL file: the resource that ends in <c>.{migration id}.sql</c>, in the assembly of
/// the derived class. The class itself carries only <c>[DbContext]</c> and <c>[Migration("20261120000001_Name")]</c>.
/// </summary>
public abstract class SqlMigration : Migration
{
    /// <summary>Whether the script runs outside a transaction (for <c>CREATE INDEX CONCURRENTLY</c> and the like).</summary>
    protected virtual bool OutsideTransaction => false;

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(Script(), OutsideTransaction);
    }

    private string Script()
    {
        var type = GetType();
        var id = type.GetCustomAttribute<MigrationAttribute>()?.Id
            ?? throw new InvalidOperationException($"{type.Name} has no [Migration] attribute.");
        return EmbeddedSql.Read(type.Assembly, $"{id}.sql");
    }
}
