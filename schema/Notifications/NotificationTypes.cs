using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Schema.Accounts;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Notifications;

/// <summary>A line of an account's bell.</summary>
[ObjectType<Notification>(Include = [nameof(Notification.Kind), nameof(Notification.Title), nameof(Notification.Body), nameof(Notification.At), nameof(Notification.ReadAt)])]
[Node]
public static class NotificationType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, Notification>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, NotificationReader notifications, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return await notifications.ByIdsAsync([.. ids.Where(i => readable(i.AccountId))], cancellation);
    }
}

[ObjectType<Viewer>]
public static class ViewerNotifications
{
    /// <summary>What the viewer's account was told, newest first.</summary>
    public static async Task<Connection<Notification>> GetNotificationsAsync(
        [Parent] Viewer viewer, PageArguments page, CallerAccess caller, NotificationReader notifications, CancellationToken cancellation, bool unreadOnly = false)
    {
        if (await caller.AccountAsync(cancellation) is not { } account)
        {
            return new Database.Page<Notification>([], false, false).ToConnection(n => n.Number, _ => new ValueTask<int>(0));
        }

        return (await notifications.OfAsync(account.AccountId, unreadOnly, page.ToRequest(), cancellation))
            .ToConnection(n => n.Number, async c => await notifications.CountAsync(account.AccountId, unreadOnly, c));
    }
}

public sealed record MarkNotificationsReadInput([property: ID("Notification")] IReadOnlyList<OwnedId> Ids);

public sealed record MarkNotificationsReadPayload(IReadOnlyList<Notification>? Notifications);

[MutationType]
public static class NotificationMutations
{
    private const int MostAtOnce = 100;

    /// <summary>Marks notifications read: all of them, or none where one is not the caller's.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>]
    public static async Task<MutationResult<MarkNotificationsReadPayload>> MarkNotificationsReadAsync(
        MarkNotificationsReadInput input, CallerAccess caller, AccountReader accounts, NotificationReader notifications, CancellationToken cancellation)
    {
        if (input.Ids.Count > MostAtOnce)
        {
            return new Invalid("ids", $"At most {MostAtOnce} notifications are marked at once.").ToError();
        }

        var own = await accounts.AccountsOfAsync(caller.Caller, cancellation);
        var found = await notifications.ByIdsAsync([.. input.Ids.Where(i => own.Contains(i.AccountId))], cancellation);
        foreach (var id in input.Ids)
        {
            if (!found.ContainsKey(id))
            {
                return new NotFound("notification").ToError(GlobalId.Encode("Notification", id));
            }
        }

        await notifications.MarkReadAsync(input.Ids, cancellation);
        var read = await notifications.ByIdsAsync(input.Ids, cancellation);
        return new MarkNotificationsReadPayload([.. input.Ids.Distinct().Select(id => read[id])]);
    }
}

[SubscriptionType]
public static class NotificationSubscriptions
{
    /// <summary>
    /// Each new notification of the viewer's account (of a person with several accounts, the one that X-Account-Id names), on whatever node it was written, within a second.
    /// Nothing comes at the start: query `viewer { notifications }` first, and again after every reconnect.
    /// </summary>
    [Authorize(Policy = Policies.Owner)]
    [Subscribe(With = nameof(FollowAsync))]
    public static async Task<Notification> NotificationReceivedAsync([EventMessage] OwnedId id, CallerAccess caller, NotificationReader notifications, CancellationToken cancellation)
    {
        // Asked again for each: whoever left an agency hears nothing more of it.
        if (!(await caller.ReadableAsync([], cancellation))(id.AccountId))
        {
            throw CallerAccess.Refused("A notification");
        }

        return (await notifications.ByIdsAsync([id], cancellation)).GetValueOrDefault(id) ?? throw new GraphQLException("The notification is gone: its account was erased.", "NOT_FOUND");
    }

    private static async Task<IAsyncEnumerable<OwnedId>> FollowAsync(CallerAccess caller, NotificationFeed feed, CancellationToken cancellation) =>
        await caller.AccountAsync(cancellation) is { } account
            ? await feed.FollowAsync(account.AccountId, cancellation)
            : throw new GraphQLException("Which account? Name it by X-Account-Id: the person has none, or several.", "BAD_USER_INPUT");
}
