using Marketplace.Accounts;
using Marketplace.Jobs;

namespace Marketplace;

/// <summary>Why something was not done: a value that the caller can act on. Exceptions are for bugs and outages.</summary>
public abstract record Refusal(string Message);

public sealed record NotFound(string What) : Refusal($"There is no such {What}.");
public sealed record Forbidden(string Reason) : Refusal(Reason);
public sealed record Invalid(string Field, string Reason) : Refusal(Reason);
public sealed record AccountNotActive(AccountStatus Status) : Refusal($"The account is {Words.Of(Status)}; only an active account can do this.");
public sealed record IdempotencyConflict() : Refusal("This idempotency key was used before with another input. Use a new key for a new request.");
public sealed record InsufficientConnects(int Required, long Available) : Refusal($"This needs {Required} Connects and the wallet holds {Available}.");
public sealed record PaymentDeclined(string Reason) : Refusal(Reason);
public sealed record InsufficientFunds(Money Required, Money Available) : Refusal($"This costs {Required} and the balance is {Available}.");
public sealed record BundleNotAvailable(string Reason) : Refusal(Reason);
public sealed record QuoteExpired(ConnectsQuote? Current) : Refusal("The quote has expired. Take a new one: `current` says today's price.");
public sealed record JobNotOpen(JobStatus Status) : Refusal($"The job is {Words.Of(Status)}; only an open job can do this.");
public sealed record AlreadyProposed(Proposal Proposal) : Refusal("A proposal of this talent to this job exists already.");
public sealed record InvitationLimit(int Limit) : Refusal($"A job can invite {Limit} talents; a featured job has no limit.");
public sealed record NotEligible(string Reason) : Refusal(Reason);
public sealed record WrongState(string State, string Reason) : Refusal(Reason);

internal static class Words
{
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
