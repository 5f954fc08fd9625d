using Experiments.Exposures;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Experiments.Tests.Exposures;

public sealed class ExposureRecorderTests
{
    private const string All = "select coalesce(string_agg(unit || ' ' || variant || ' ' || to_char(at at time zone 'UTC', 'HH24:MI') || ' ' || crossed, ', ' order by unit), '') from experiments.exposure";

    private static readonly Treatment Standard = new(Samples.DoubleRateCard, "standard");
    private static readonly Treatment Doubled = new(Samples.DoubleRateCard, "doubled");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_noted_is_in_the_database_after_a_flush()
    {
        await using var node = await Node.StartSeededAsync();
        var recorder = node.Services.GetRequiredService<IExposureRecorder>();

        recorder.Record(Doubled, "legal");
        node.Clock.Advance(TimeSpan.FromMinutes(5));
        recorder.Record(Doubled, "legal");
        recorder.Record(Standard, "writing", new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        await recorder.FlushAsync(Cancellation);

        (await node.QueryAsync<string>(All)).ShouldBe("legal doubled 12:00 false, writing standard 09:00 false");
        (await node.QueryAsync<long>("select count(*) from experiments.exposure")).ShouldBe(2);
    }

    [Fact]
    public async Task A_host_that_stops_writes_what_waits()
    {
        await using var database = await Databases.CreateAsync();
        await using (var node = await SeededAsync(database, options => options.ExposureInterval = TimeSpan.FromHours(1)))
            node.Services.GetRequiredService<IExposureRecorder>().Record(Doubled, "legal");

        await using var next = await Node.StartAsync(database);
        (await next.QueryAsync<string>(All)).ShouldBe("legal doubled 12:00 false");
    }

    [Fact]
    public async Task It_writes_without_being_asked()
    {
        await using var database = await Databases.CreateAsync();
        await using var node = await SeededAsync(database, options => options.ExposureInterval = TimeSpan.FromMilliseconds(20));
        node.Services.GetRequiredService<IExposureRecorder>().Record(Doubled, "legal");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await node.QueryAsync<string>(All) is "")
            await Task.Delay(20, patience.Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_unit_seen_in_two_arms_is_marked_as_expose_does_it(bool inOneBatch)
    {
        await using var node = await Node.StartSeededAsync();
        var recorder = node.Services.GetRequiredService<IExposureRecorder>();

        recorder.Record(Doubled, "legal");
        if (!inOneBatch)
            await recorder.FlushAsync(Cancellation);
        recorder.Record(Standard, "legal", node.Clock.GetUtcNow().AddMinutes(10));
        recorder.Record(Standard, "writing");
        await recorder.FlushAsync(Cancellation);

        (await node.QueryAsync<string>(All)).ShouldBe("legal doubled 12:00 true, writing standard 12:00 false");
    }

    [Fact]
    public async Task What_a_charge_recorded_first_stays_and_is_marked_when_a_read_saw_another_arm()
    {
        await using var node = await Node.StartSeededAsync();
        var recorder = node.Services.GetRequiredService<IExposureRecorder>();
        await node.ExecuteAsync("select experiments.expose('double-rate-card', 'legal', 'doubled', '2026-03-01 08:00Z'), experiments.expose('double-rate-card', 'writing', 'standard', '2026-03-01 08:00Z')");

        recorder.Record(Doubled, "legal");
        recorder.Record(Doubled, "writing");
        await recorder.FlushAsync(Cancellation);

        (await node.QueryAsync<string>(All)).ShouldBe("legal doubled 08:00 false, writing standard 08:00 true");
    }

    [Fact]
    public async Task What_names_no_arm_or_another_kind_of_thing_is_left_out_and_the_rest_is_written()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.CreateAsync(Samples.Draft("by-account", ExperimentUnit.Account) with { Seed = "s" }, "pm", Cancellation)).Value();
        var recorder = node.Services.GetRequiredService<IExposureRecorder>();

        recorder.Record(new Treatment("no-such-experiment", "doubled"), "legal");
        recorder.Record(new Treatment(Samples.DoubleRateCard, "tripled"), "legal");
        recorder.Record(new Treatment("by-account", "doubled"), Units.Job(7));
        recorder.Record(new Treatment("by-account", "doubled"), Units.Account(7));
        recorder.Record(new Treatment("by-account", "doubled"), "a visitor's cookie");
        await recorder.FlushAsync(Cancellation);

        (await node.QueryAsync<string>("select string_agg(coalesce(number::text, unit), ',' order by unit) from experiments.exposure")).ShouldBe("7,a visitor's cookie");
        (await node.QueryAsync<long>("select count(*) from experiments.exposure_batch")).ShouldBe(0);
    }

    [Fact]
    public async Task Keys_that_cannot_be_stored_are_dropped_and_counted_and_hold_up_nothing()
    {
        await using var node = await Node.StartSeededAsync();
        var recorder = node.Services.GetRequiredService<ExposureRecorder>();

        recorder.Record(Doubled, "a\0b");
        recorder.Record(Doubled, "lone \ud800 surrogate");
        recorder.Record(Doubled, new string('x', 501));
        recorder.Record(Doubled, "smile \U0001F600");
        await recorder.FlushAsync(Cancellation);

        recorder.Dropped.ShouldBe(3);
        (await node.QueryAsync<string>("select string_agg(unit, ',') from experiments.exposure")).ShouldBe("smile \U0001F600");
    }

    [Fact]
    public async Task A_database_that_is_away_holds_up_no_request_and_what_fits_is_written_when_it_is_back()
    {
        await using var node = await Node.StartSeededAsync();
        var away = new NpgsqlConnectionStringBuilder(node.Application.ConnectionString) { Host = "127.0.0.1", Port = 1, Timeout = 1 }.ConnectionString;
        await using var nowhere = NpgsqlDataSource.Create(away);
        using var recorder = new ExposureRecorder(nowhere, node.Clock, new ExperimentsOptions { ExposureBuffer = 3 }, NullLogger<ExposureRecorder>.Instance);

        for (var unit = 0; unit < 5; unit++)
            recorder.Record(Doubled, $"unit-{unit}");
        await Should.ThrowAsync<NpgsqlException>(() => recorder.FlushAsync(Cancellation));

        recorder.Dropped.ShouldBe(2);
    }

    [Fact]
    public async Task Nodes_whose_batches_name_the_same_units_do_not_stop_each_other()
    {
        await using var database = await Databases.CreateAsync();
        await using var one = await SeededAsync(database, _ => { });
        await using var other = await Node.StartAsync(database);
        var units = Enumerable.Range(0, 5000).Select(unit => $"unit-{unit}").ToArray();
        var first = one.Services.GetRequiredService<IExposureRecorder>();
        var second = other.Services.GetRequiredService<IExposureRecorder>();
        foreach (var unit in units)
            first.Record(Doubled, unit);
        foreach (var unit in units.Reverse())
            second.Record(unit.EndsWith('0') ? Standard : Doubled, unit);

        await Task.WhenAll(first.FlushAsync(Cancellation), second.FlushAsync(Cancellation));

        (await one.QueryAsync<long>("select count(*) from experiments.exposure")).ShouldBe(5000);
        (await one.QueryAsync<long>("select count(*) from experiments.exposure where crossed")).ShouldBe(500);
    }

    [Fact]
    public async Task The_earliest_time_counts_whichever_arrived_first()
    {
        await using var node = await Node.StartSeededAsync();
        var recorder = node.Services.GetRequiredService<IExposureRecorder>();
        var noon = node.Clock.GetUtcNow();
        await node.ExecuteAsync("select experiments.expose('double-rate-card', 'legal', 'doubled', '2026-03-01 11:00Z'), experiments.expose('double-rate-card', 'legal', 'doubled', '2026-03-01 10:00Z')");
        await node.ExecuteAsync("select experiments.expose('double-rate-card', 'translation', 'doubled', '2026-03-01 11:00Z'), experiments.expose('double-rate-card', 'translation', 'standard', '2026-03-01 10:00Z')");

        recorder.Record(Doubled, "legal", noon.AddHours(-3));
        recorder.Record(Doubled, "writing", noon);
        await recorder.FlushAsync(Cancellation);
        recorder.Record(Doubled, "writing", noon.AddMinutes(-1));
        recorder.Record(Standard, "writing", noon.AddHours(-4));
        await recorder.FlushAsync(Cancellation);

        (await node.QueryAsync<string>(All)).ShouldBe("legal doubled 09:00 false, translation doubled 11:00 true, writing doubled 11:59 true");
    }

    [Fact]
    public async Task What_breaks_a_rule_of_the_database_is_dropped_alone()
    {
        await using var node = await Node.StartSeededAsync();
        await AsOwnerAsync(node, "alter table experiments.exposure add constraint none_of_this check (unit <> 'poison')");
        var recorder = node.Services.GetRequiredService<ExposureRecorder>();

        for (var unit = 0; unit < 10; unit++)
            recorder.Record(Doubled, unit == 6 ? "poison" : $"unit-{unit}");
        await recorder.FlushAsync(Cancellation);

        recorder.Dropped.ShouldBe(1);
        (await node.QueryAsync<long>("select count(*) from experiments.exposure")).ShouldBe(9);
    }

    [Fact]
    public async Task What_the_database_refuses_for_now_waits()
    {
        await using var node = await Node.StartSeededAsync();
        var role = await node.QueryAsync<string>("select current_user::text");
        await AsOwnerAsync(node, $"revoke insert on experiments.exposure_batch from {role}");
        using var recorder = new ExposureRecorder(node.Application, node.Clock, new ExperimentsOptions(), NullLogger<ExposureRecorder>.Instance);

        recorder.Record(Doubled, "legal");
        (await Should.ThrowAsync<PostgresException>(() => recorder.FlushAsync(Cancellation))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        await AsOwnerAsync(node, $"grant insert on experiments.exposure_batch to {role}");
        await recorder.FlushAsync(Cancellation);

        recorder.Dropped.ShouldBe(0);
        (await node.QueryAsync<string>(All)).ShouldBe("legal doubled 12:00 false");
    }

    [Fact]
    public async Task Nodes_whose_batches_mark_the_same_units_do_not_stop_each_other()
    {
        await using var database = await Databases.CreateAsync();
        await using var one = await SeededAsync(database, _ => { });
        await using var other = await Node.StartAsync(database);
        var units = Enumerable.Range(0, 5000).Select(unit => $"unit-{unit}").ToArray();
        var (first, second) = (one.Services.GetRequiredService<IExposureRecorder>(), other.Services.GetRequiredService<IExposureRecorder>());
        foreach (var unit in units)
            first.Record(Doubled, unit);
        await first.FlushAsync(Cancellation);
        foreach (var unit in units)
            first.Record(Standard, unit);
        foreach (var unit in units.Reverse())
            second.Record(Standard, unit);

        await Task.WhenAll(first.FlushAsync(Cancellation), second.FlushAsync(Cancellation));

        (await one.QueryAsync<long>("select count(*) from experiments.exposure where crossed")).ShouldBe(5000);
    }

    private static async Task AsOwnerAsync(Node node, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(node.OwnerConnectionString);
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<Node> SeededAsync(Testing.TestDatabase database, Action<ExperimentsOptions> options)
    {
        var node = await Node.StartAsync(database, configure: services => services.AddSingleton<IUnitInventory>(new Categories()), options: options);
        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference, CancellationToken.None);
        return node;
    }
}
