using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Schema.Wallets;

[SubscriptionType]
public static class WalletSubscriptions
{
    /// <summary>
    /// The wallet as it stands each time something was booked in it, on whatever node. Nothing comes at the start: query the wallet first, and again after every reconnect. Changes close to
    /// each other come as one event, and an event may come though nothing selected has changed. Connects that end by time come when the nightly sweep books it. For the wallet's owner, members of
    /// its agency, SUPPORT and ADMIN; the stream ends with an error when that is over, or when the account is no longer active.
    /// </summary>
    [Authorize(Policy = Policies.Owner)]
    [Subscribe(With = nameof(WatchAsync))]
    public static async Task<ConnectsWallet> WalletChangedAsync([EventMessage] AccountId owner, WalletReader wallets, CancellationToken cancellation) =>
        (await wallets.ByOwnersAsync([owner.Value], cancellation))[owner.Value];

    private static Task<IAsyncEnumerable<AccountId>> WatchAsync([ID("ConnectsWallet")] AccountId walletId, TopicWatch watch, CancellationToken cancellation)
    {
        TopicWatch.Check allowed = (services, c) => DemandAsync(walletId, services.GetRequiredService<CallerAccess>(), services.GetRequiredService<AccountReader>(), c);
        return watch.FollowAsync(ChangeTopics.Wallet(walletId), walletId, allowed, allowed, cancellation);
    }

    private static async Task DemandAsync(AccountId id, CallerAccess caller, AccountReader accounts, CancellationToken cancellation)
    {
        // As `node` answers null: whether somebody else's wallet exists is nobody's business.
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        if (!readable(id.Value) || await accounts.ByIdAsync(id, cancellation) is not Talent owner)
        {
            throw new GraphQLException($"There is no wallet '{GlobalId.Encode("ConnectsWallet", id)}' that you may see.", "NOT_FOUND");
        }

        if (owner.Status != AccountStatus.Active && !caller.Caller.HasAny(Readers.Wallets))
        {
            throw new GraphQLException($"The account is {owner.Status.ToText()}: only an active account's wallet is watched.", "FORBIDDEN");
        }
    }
}
