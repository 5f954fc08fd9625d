using Experiments.Database;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Experiments.Tests.Database;

public sealed class SqlMigrationTests
{
    [Fact]
    public void A_migration_without_its_file_says_which_one_is_missing()
        => Should.Throw<InvalidOperationException>(() => new Fileless().UpOperations).Message.ShouldContain("20000101000000_Fileless.sql");

    [Fact]
    public void A_migration_without_an_id_says_so()
        => Should.Throw<InvalidOperationException>(() => new Nameless().UpOperations).Message.ShouldContain(nameof(Nameless));

    [Fact]
    public void The_file_is_the_migration()
        => new Experiments.Database.Migrations.Initial().UpOperations.ShouldHaveSingleItem().ShouldBeOfType<SqlOperation>().Sql.ShouldContain("create table experiments.flag");

    [Migration("20000101000000_Fileless")]
    private sealed class Fileless : SqlMigration;

    private sealed class Nameless : SqlMigration;
}
