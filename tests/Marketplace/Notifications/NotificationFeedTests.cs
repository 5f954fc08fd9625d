using Marketplace.Accounts;
using Marketplace.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Notifications;

public sealed class NotificationFeedTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    private NotificationFeed Feed => marketplace.Services.GetRequiredService<NotificationFeed>();

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task Whoever_followed_second_hears_although_the_first_left_before_anything_was_looked_at()
    {
        var (first, second) = (await marketplace.FreelancerAsync(), await marketplace.FreelancerAsync());
        using var leaving = new CancellationTokenSource();
        using var staying = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Task<IAsyncEnumerable<OwnedId>> followed;
        await using (var owner = new NpgsqlConnection(marketplace.OwnerConnectionString))
        {
            await owner.OpenAsync();
            await using var held = await owner.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("lock table marketplace.notification in access exclusive mode", owner, held))
                await hold.ExecuteNonQueryAsync();
            var left = Feed.FollowAsync(first.AccountId, leaving.Token);
            followed = Feed.FollowAsync(second.AccountId, staying.Token);
            await leaving.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(left);
            Feed.FollowerCount.ShouldBe(1);
        }

        var stream = await followed;
        await NotifyAsync(second);

        await foreach (var id in stream)
        {
            id.AccountId.ShouldBe(second.Id);
            break;
        }

        Feed.FollowerCount.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_leaves_without_ever_listening_leaves_nothing_behind_and_what_was_there_before_is_not_new()
    {
        var talent = await marketplace.FreelancerAsync();
        await NotifyAsync(talent);
        using (var leaving = new CancellationTokenSource())
        {
            await Feed.FollowAsync(talent.AccountId, leaving.Token);
            await leaving.CancelAsync();
        }

        Feed.FollowerCount.ShouldBe(0);
        using var staying = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var stream = await Feed.FollowAsync(talent.AccountId, staying.Token);
        var newest = await NotifyAsync(talent);

        await foreach (var id in stream)
        {
            id.Number.ShouldBe(newest);
            break;
        }
    }

    private async Task<long> NotifyAsync(Account account)
    {
        await using var notify = marketplace.Owner.CreateCommand($"select marketplace.notify_accounts(array[row({account.Id}, 'GENERAL', 'Hello', 'Words.', null, null, null)::marketplace.notice], now())");
        await notify.ExecuteNonQueryAsync();
        await using var newest = marketplace.Owner.CreateCommand("select max(number) from marketplace.notification");
        return (long)(await newest.ExecuteScalarAsync())!;
    }
}
