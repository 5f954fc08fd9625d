using Experiments.Database;
using Experiments.Tests.Support;
using Npgsql;
using Testing;

namespace Experiments.Tests.Database;

public sealed class ExperimentsDatabaseTests(SeededNode seeded) : IClassFixture<SeededNode>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_that_migrate_at_once_do_it_once()
    {
        await using var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ExperimentsDatabase.MigrateAsync(owner, Databases.ApplicationRole, Cancellation)));

        var migrations = typeof(ExperimentsDatabase).Assembly.GetTypes().LongCount(type => type.IsSubclassOf(typeof(SqlMigration)) && !type.IsAbstract);
        await using var count = owner.CreateCommand("select count(*) from experiments.__migrations");
        (await count.ExecuteScalarAsync(Cancellation)).ShouldBe(migrations);
    }

    [Theory]
    [InlineData("delete from experiments.audit_entry")]
    [InlineData("update experiments.audit_entry set actor = 'somebody else'")]
    [InlineData("delete from experiments.flag")]
    [InlineData("delete from experiments.experiment")]
    [InlineData("update experiments.arm set weight = 50")]
    [InlineData("update experiments.assignment set variant = 'standard'")]
    [InlineData("delete from experiments.exposure")]
    [InlineData("insert into experiments.exposure values (1, 'u', 'standard', now(), false)")]
    [InlineData("update experiments.experiment set seed = 'another'")]
    [InlineData("select * from experiments.__migrations")]
    [InlineData("create table experiments.mine (a int)")]
    [InlineData("alter table experiments.audit_entry disable trigger audit_entry_append_only")]
    public async Task The_applications_role_cannot(string statement)
    {
        var refusal = await Should.ThrowAsync<PostgresException>(() => seeded.Node.ExecuteAsync(statement));
        refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Not_even_the_owner_rewrites_the_audit_log()
    {
        await using var database = await Databases.CreateAsync();
        await using var node = await Node.StartAsync(database);
        await node.FlagService.CreateAsync(Samples.Flag("new"), "pm", Cancellation);
        await node.ExecuteAsync("select experiments.make_audit_partition('2026-03-01')");
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        string[] statements =
        [
            "delete from experiments.audit_entry",
            "update experiments.audit_entry set actor = 'somebody else'",
            "truncate experiments.audit_entry",
            "delete from experiments.audit_entry_default",
            "update experiments.audit_entry_2026_03 set actor = 'somebody else'",
            "truncate experiments.audit_entry_2026_03",
        ];

        foreach (var statement in statements)
        {
            await using var command = owner.CreateCommand(statement);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation), statement)).MessageText.ShouldContain("append only");
        }

        (await node.QueryAsync<long>("select count(*) from experiments.audit_entry where actor = 'pm'")).ShouldBe(1);
    }
}
