namespace Marketplace.Accounts;

public enum Badge { RisingTalent, TopRated }

public sealed class AccountBadge
{
    public long AccountId { get; init; }
    public Badge Badge { get; init; }
    public DateTimeOffset AwardedAt { get; init; }
}
