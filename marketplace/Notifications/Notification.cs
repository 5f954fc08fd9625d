namespace Marketplace.Notifications;

public enum NotificationKind
{
    ConnectsAwarded, ConnectsExpiring, ConnectsExpired, ConnectsRefunded, CloseJobReminder, ContractEnding, ReferralRewarded, RewardToClaim, PlanRenewed, General,
}

/// <summary>A line of an account's bell.</summary>
public sealed class Notification
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public NotificationKind Kind { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? ReadAt { get; init; }

    public OwnedId Id => new(AccountId, Number);
}
