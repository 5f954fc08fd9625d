namespace Marketplace.Referrals;

/// <summary>Where a link is meant to be posted (REF-08); what is finer is a click's channel.</summary>
public enum ReferralSource { Link, Email, Facebook, Twitter, Linkedin, Banner }

/// <summary>An address that names who refers, by which program, and where it was posted. One per account, program and source.</summary>
public sealed class ReferralLink
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public required string Program { get; init; }
    public ReferralSource Source { get; init; }
    public required string Code { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>One a visitor and day, of visitors who agreed to be remembered.</summary>
    public long Clicks { get; init; }

    public OwnedId Id => new(AccountId, Number);
}
