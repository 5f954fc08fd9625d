using Npgsql;
using Testing;

namespace Marketplace.Api.Tests.EmbeddedPostgres;

public sealed class PostgresClusterTests
{
    [Fact]
    public async Task A_copy_of_a_template_has_its_tables_and_grants()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var template = await cluster.GetTemplateAsync("copied", "1", owner => ExecuteAsync(owner, "CREATE TABLE things (id int); GRANT SELECT ON things TO marketplace_app"));

        await using var one = await cluster.CreateDatabaseAsync(template);
        await using var two = await cluster.CreateDatabaseAsync(template);
        await ExecuteAsync(one.OwnerConnectionString, "INSERT INTO things VALUES (1)");

        (await CountAsync(one.ConnectionString)).ShouldBe(1);
        (await CountAsync(two.ConnectionString)).ShouldBe(0);
    }

    [Fact]
    public async Task A_template_is_built_once_and_again_when_its_fingerprint_changes()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var run = Guid.NewGuid().ToString();
        var built = 0;
        Task Build(string owner)
        {
            Interlocked.Increment(ref built);
            return ExecuteAsync(owner, "CREATE TABLE things (id int)");
        }

        var names = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cluster.GetTemplateAsync("once", run, Build)));
        names.Distinct().Count().ShouldBe(1);
        built.ShouldBe(1);

        (await cluster.GetTemplateAsync("once", run + " changed", Build)).ShouldNotBe(names[0]);
        built.ShouldBe(2);
    }

    [Fact]
    public async Task A_template_whose_build_failed_is_built_again()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var run = Guid.NewGuid().ToString();
        await Should.ThrowAsync<PostgresException>(() => cluster.GetTemplateAsync("failing", run, owner => ExecuteAsync(owner, "CREATE TABLE things (id int); SELECT 1 / 0")));

        var template = await cluster.GetTemplateAsync("failing", run, owner => ExecuteAsync(owner, "CREATE TABLE things (id int)"));
        await using var database = await cluster.CreateDatabaseAsync(template);
        (await CountAsync(database.OwnerConnectionString)).ShouldBe(0);
    }

    [Fact]
    public async Task A_disposed_database_is_gone()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        await ExecuteAsync(database.OwnerConnectionString, "SELECT 1");
        await database.DisposeAsync();

        var gone = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(database.OwnerConnectionString, "SELECT 1"));
        gone.SqlState.ShouldBe(PostgresErrorCodes.InvalidCatalogName);
    }

    private static async Task ExecuteAsync(string database, string statement)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM things", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
