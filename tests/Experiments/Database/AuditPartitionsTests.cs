using Experiments.Database;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Testing;

namespace Experiments.Tests.Database;

public sealed class AuditPartitionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Count(string partition) => $"select count(*) from experiments.audit_entry where tableoid = 'experiments.audit_entry{partition}'::regclass";

    [Fact]
    public async Task Entries_without_a_month_of_their_own_wait_in_the_default_partition_and_move_when_it_is_made()
    {
        await using var node = await Node.StartSeededAsync();
        var before = await node.Audit.CountAsync(new(), Cancellation);
        before.ShouldBeGreaterThan(0);
        (await node.QueryAsync<long>(Count("_default"))).ShouldBe(before);

        (await node.QueryAsync<bool>("select experiments.make_audit_partition('2026-03-17')")).ShouldBeTrue();

        (await node.QueryAsync<bool>("select experiments.make_audit_partition('2026-03-01')")).ShouldBeFalse();
        (await node.QueryAsync<long>(Count("_default"))).ShouldBe(0);
        (await node.QueryAsync<long>(Count("_2026_03"))).ShouldBe(before);
        (await node.FlagService.CreateAsync(Samples.Flag("later"), "pm", Cancellation)).Value();
        (await node.QueryAsync<string>("select tableoid::regclass::text from experiments.audit_entry order by id desc limit 1")).ShouldBe("experiments.audit_entry_2026_03");
    }

    [Fact]
    public async Task Nodes_that_make_a_month_at_once_make_it_once()
    {
        await using var node = await Node.StartAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => node.QueryAsync<bool>("select experiments.make_audit_partition('2199-05-01')")));

        made.Count(one => one).ShouldBe(1);
    }

    [Fact]
    public async Task A_log_that_was_kept_in_one_piece_keeps_its_entries_and_goes_on_counting()
    {
        await using var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using (var context = new ExperimentsDbContext(ExperimentsDbContext.Configure(new DbContextOptionsBuilder<ExperimentsDbContext>(), owner).Options))
            await context.GetService<IMigrator>().MigrateAsync("20261120000001_Initial", Cancellation);
        await RunAsync(owner, """
            insert into experiments.audit_entry (at, actor, action, subject, after, reason)
            select '2025-11-30T23:59:59Z'::timestamptz + n * interval '1 second', 'pm', 'flag.updated', 'flag:f', jsonb_build_object('n', n), 'r' from generate_series(1, 5) n
            """);

        await ExperimentsDatabase.MigrateAsync(owner, Databases.ApplicationRole, Cancellation);
        await RunAsync(owner, "insert into experiments.audit_entry (at, actor, action, subject) values (now(), 'pm', 'flag.updated', 'flag:f')");

        await using var read = owner.CreateCommand("select string_agg(id || ' ' || coalesce(after ->> 'n', '-') || ' ' || (tableoid::regclass <> 'experiments.audit_entry_default'::regclass), ', ' order by id) from experiments.audit_entry");
        (await read.ExecuteScalarAsync(Cancellation)).ShouldBe("1 1 true, 2 2 true, 3 3 true, 4 4 true, 5 5 true, 6 - true");
    }

    [Fact]
    public async Task Pages_lead_through_the_months_in_both_directions_and_filters_hold_on_every_page()
    {
        await using var node = await Node.StartAsync();
        for (var flag = 0; flag < 9; flag++)
        {
            (await node.FlagService.CreateAsync(Samples.Flag($"flag-{flag}"), flag % 3 == 0 ? "ann" : "bob", Cancellation)).Value();
            node.Clock.Advance(TimeSpan.FromDays(20));
        }

        await node.ExecuteAsync("select experiments.make_audit_partition(('2026-03-01'::date + make_interval(months => m))::date) from generate_series(0, 3) m");

        var forward = new List<long>();
        for (long? cursor = null; ;)
        {
            var page = await node.Audit.ListAsync(new AuditFilter(Actor: "bob"), new PageRequest(2, cursor), Cancellation);
            forward.AddRange(page.Items.Select(entry => entry.Id));
            page.Items.ShouldAllBe(entry => entry.Actor == "bob");
            if (!page.HasNext)
                break;
            cursor = page.Items[^1].Id;
        }

        forward.Count.ShouldBe(6);
        forward.ShouldBe(forward.OrderDescending());
        var back = await node.Audit.ListAsync(new AuditFilter(Actor: "bob"), new PageRequest(3, forward[^1], Backward: true), Cancellation);
        back.Items.Select(entry => entry.Id).ShouldBe(forward[2..5]);

        async Task<int> CountAsync(AuditFilter filter) => (await node.Audit.ListAsync(filter, new PageRequest(50), Cancellation)).Items.Count;
        (await CountAsync(new(Subject: "flag:flag-3"))).ShouldBe(1);
        (await CountAsync(new(Subject: "flag:"))).ShouldBe(9);
        (await CountAsync(new(Subject: "flag:flag-*"))).ShouldBe(9);
        (await CountAsync(new(Subject: "flag:flag"))).ShouldBe(0);
        (await CountAsync(new(Subject: "flag:%*"))).ShouldBe(0);
        (await CountAsync(new(Action: "flag.created"))).ShouldBe(9);
        (await CountAsync(new(Action: "flag.archived"))).ShouldBe(0);
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        (await CountAsync(new(From: start.AddDays(20), To: start.AddDays(60)))).ShouldBe(2);
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
