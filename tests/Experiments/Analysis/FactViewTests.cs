using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Experiments.Tests.Analysis;

public sealed class FactViewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registering_a_fact_finds_out_which_units_it_concerns()
    {
        await using var node = await Node.StartSeededAsync();

        (await node.QueryAsync<string>("select string_agg(key || ' ' || units::text, ', ' order by key) from experiments.fact"))
            .ShouldBe("connects-spent {ACCOUNT,JOB,JOB_CATEGORY}, proposals {ACCOUNT,JOB,JOB_CATEGORY}, refunds {ACCOUNT,JOB,JOB_CATEGORY}, visits {ACCOUNT}");
    }

    [Fact]
    public async Task A_view_that_breaks_the_contract_is_refused_by_name()
    {
        await using var database = await Databases.CreateAsync();
        await using var node = await Node.StartAsync(database);
        (string View, string Definition, string Problem)[] broken =
        [
            ("marketplace.fact_absent", "", "no such view"),
            ("fact_connects_spent", "", "not a schema, a dot and a view"),
            ("marketplace.happening; drop table x", "", "not a schema, a dot and a view"),
            ("marketplace.f", "select 1::bigint as account_id, 1::bigint as value", "no column 'at'"),
            ("marketplace.f", "select 1::bigint as account_id, now() as at", "no column 'value'"),
            ("marketplace.f", "select 1::bigint as value, now() as at", "names no unit"),
            ("marketplace.f", "select 1 as account_id, 1::bigint as value, now() as at", "'account_id' is integer; bigint or text"),
            ("marketplace.f", "select 1::bigint as account_id, 1::bigint as value, now()::timestamp as at", "'at' is timestamp without time zone"),
            ("marketplace.f", "select 1::bigint as account_id, 'much'::text as value, now() as at", "'value' is text"),
            ("marketplace.f", "select 1::bigint as account_id, 1.5::float8 as value, now() as at", "'value' is double precision"),
            ("marketplace.f", "select 1::bigint as account_id, 1::bigint as value, now() as at, 1 as caused_at", "'caused_at' is integer"),
            ("marketplace.f", "select 1::bigint as category, 1::bigint as value, now() as at", "'category' is bigint; text is needed"),
        ];

        foreach (var (view, definition, problem) in broken)
        {
            if (definition.Length > 0)
                await AsOwnerAsync(database, $"drop view if exists marketplace.f; create view marketplace.f as {definition}; grant select on marketplace.f to marketplace_app");
            var data = Samples.Reference with { Facts = [.. Samples.Reference.Facts, new Fact("f", view, "Something")] };

            var failure = await Should.ThrowAsync<ArgumentException>(() => node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(data, Cancellation), view + definition);

            failure.Message.ShouldContain(view);
            failure.Message.ShouldContain(problem);
        }

        (await node.QueryAsync<long>("select count(*) from experiments.fact")).ShouldBe(0);
    }

    [Fact]
    public async Task A_view_that_the_application_may_not_read_is_refused_at_the_start_and_not_at_the_first_analysis()
    {
        await using var database = await Databases.CreateAsync();
        await AsOwnerAsync(database, "create view marketplace.f as select 1::bigint as account_id, 1::bigint as value, now() as at");
        await using var node = await Node.StartAsync(database);
        var data = Samples.Reference with { Facts = [.. Samples.Reference.Facts, new Fact("f", "marketplace.f", "Something")] };

        (await Should.ThrowAsync<ArgumentException>(() => node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(data, Cancellation)))
            .Message.ShouldContain("may not read it");
    }

    private static async Task AsOwnerAsync(TestDatabase database, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
