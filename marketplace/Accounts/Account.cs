namespace Marketplace.Accounts;

public enum AccountKind { Freelancer, Agency, Client }

public enum AccountStatus { Active, Suspended, Closed, Banned }

/// <summary>A person or an organisation. What it owns (wallets, proposals, jobs) lies in the tables of those features.</summary>
public abstract class Account
{
    public long Id { get; init; }
    public AccountKind Kind { get; init; }
    public string? Subject { get; init; }
    /// <summary>Null once the account is erased.</summary>
    public string? DisplayName { get; init; }
    public string? Email { get; init; }
    /// <summary>As it is compared: in lower case.</summary>
    public string? EmailNormalized { get; init; }
    public string? Phone { get; init; }
    public AccountStatus Status { get; init; }
    public required string Country { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EmailVerifiedAt { get; init; }
    public DateTimeOffset? PhoneVerifiedAt { get; init; }

    public AccountId AccountId => new(Id);
}

/// <summary>Whoever sends proposals: a freelancer or an agency.</summary>
public abstract class Talent : Account;

public sealed class Freelancer : Talent
{
    public DateTimeOffset? ProfileApprovedAt { get; init; }
    public DateTimeOffset? ReadinessPassedAt { get; init; }
}

public sealed class Agency : Talent;

public sealed class Client : Account;
