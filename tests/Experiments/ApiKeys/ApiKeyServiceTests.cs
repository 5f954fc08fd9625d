using Experiments.ApiKeys;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.ApiKeys;

public sealed class ApiKeyServiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ApiKeyService Keys(Node node) => node.Services.GetRequiredService<ApiKeyService>();

    [Fact]
    public async Task A_key_is_good_on_its_node_as_soon_as_it_is_made_and_refused_as_soon_as_it_is_revoked()
    {
        await using var node = await Node.StartAsync();

        var made = (await Keys(node).CreateAsync("  shop  ", "pm", Cancellation)).Value();
        made.ApiKey.Name.ShouldBe("shop");
        node.Snapshots.Current.ApiKeys.Find(made.Secret).ShouldBe(made.ApiKey.Id);
        var revoked = (await Keys(node).RevokeAsync(made.ApiKey.Id, "pm", Cancellation)).Value();

        revoked.RevokedAt.ShouldNotBeNull();
        node.Snapshots.Current.ApiKeys.Find(made.Secret).ShouldBeNull();
        node.Snapshots.Current.ApiKeys.Contains(made.ApiKey.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_revoked_on_one_node_is_refused_on_another()
    {
        var database = await Databases.CreateAsync();
        await using var kept = database;
        await using var one = await Node.StartAsync(database);
        await using var other = await Node.StartAsync(database, TimeSpan.FromMinutes(10));
        var made = (await Keys(one).CreateAsync("shop", "pm", Cancellation)).Value();
        await UntilAsync(() => other.Snapshots.Current.ApiKeys.Contains(made.ApiKey.Id));

        (await Keys(one).RevokeAsync(made.ApiKey.Id, "pm", Cancellation)).Value();

        // By the notification: the other node looks by itself only every ten minutes.
        await UntilAsync(() => !other.Snapshots.Current.ApiKeys.Contains(made.ApiKey.Id));
    }

    [Fact]
    public async Task Neither_the_table_nor_the_audit_log_holds_a_secret()
    {
        await using var node = await Node.StartAsync();
        var made = (await Keys(node).CreateAsync("shop", "pm", Cancellation)).Value();
        await Keys(node).RevokeAsync(made.ApiKey.Id, "pm", Cancellation);

        var stored = await node.QueryAsync<string>("select (select string_agg(k::text, ' ') from experiments.api_key k) || (select string_agg(a::text, ' ') from experiments.audit_entry a)");
        // The last 43 characters; an underline may be among them.
        var random = made.Secret[^43..];
        stored.ShouldContain("shop");
        stored.ShouldNotContain(random);
        stored.ShouldNotContain(Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(random)));
        (await node.Audit.ListAsync(new AuditFilter(), new PageRequest(10), Cancellation)).Items.Select(e => $"{e.Action} {e.Subject} {e.Actor}")
            .ShouldBe([$"api-key.revoked api-key:{made.ApiKey.Id} pm", $"api-key.created api-key:{made.ApiKey.Id} pm"]);
    }

    [Fact]
    public async Task A_key_has_a_name_of_one_line()
    {
        await using var node = await Node.StartAsync();

        foreach (var name in new[] { "", "   ", "two\nlines", "half " + (char)0xd83d + " of a pair", new string('n', 101) })
            (await Keys(node).CreateAsync(name, "pm", Cancellation)).Refused<NewApiKey, Invalid>().Field.ShouldBe("name", name);
        (await node.QueryAsync<long>("select count(*) from experiments.api_key")).ShouldBe(0);
    }

    [Fact]
    public async Task Revoking_twice_is_once_and_a_key_that_is_not_there_is_not_found()
    {
        await using var node = await Node.StartAsync();
        var made = (await Keys(node).CreateAsync("shop", "pm", Cancellation)).Value();

        var first = (await Keys(node).RevokeAsync(made.ApiKey.Id, "pm", Cancellation)).Value();
        node.Clock.Advance(TimeSpan.FromHours(1));
        (await Keys(node).RevokeAsync(made.ApiKey.Id, "pm", Cancellation)).Value().ShouldBe(first);

        (await node.QueryAsync<long>("select count(*) from experiments.audit_entry where action = 'api-key.revoked'")).ShouldBe(1);
        (await Keys(node).RevokeAsync(4711, "pm", Cancellation)).Refused<ApiKey, NotFound>();
    }

    [Fact]
    public async Task Secrets_that_are_nearly_right_find_no_key()
    {
        await using var node = await Node.StartAsync();
        var (_, secret) = (await Keys(node).CreateAsync("shop", "pm", Cancellation)).Value();
        var keys = node.Snapshots.Current.ApiKeys;

        keys.Find(secret).ShouldNotBeNull();
        foreach (var wrong in new[] { "", secret[..^1], secret + "A", secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A'), "fxk_000000000000" + secret[16..], secret.ToUpperInvariant(), new string('ä', secret.Length) })
            keys.Find(wrong).ShouldBeNull(wrong);
    }

    [Fact]
    public async Task Use_is_written_at_most_once_a_minute()
    {
        await using var node = await Node.StartAsync();
        var made = (await Keys(node).CreateAsync("shop", "pm", Cancellation)).Value();
        var uses = node.Services.GetRequiredService<ApiKeyUse>();
        var first = node.Clock.GetUtcNow();

        uses.Note(made.ApiKey.Id);
        await UntilAsync(async () => await UsedAsync(node) == first);
        node.Clock.Advance(TimeSpan.FromSeconds(59));
        uses.Note(made.ApiKey.Id);
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        uses.Note(made.ApiKey.Id);
        // Notes are written in their order: had the one at 59 seconds been taken, that at 60 would not have been.
        await UntilAsync(async () => await UsedAsync(node) == first.AddMinutes(1));
    }

    private static async Task<DateTimeOffset?> UsedAsync(Node node) => (await node.Services.GetRequiredService<ApiKeyReader>().ListAsync(Cancellation))[0].LastUsedAt;

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await holds())
            await Task.Delay(10, limit.Token);
    }
}
