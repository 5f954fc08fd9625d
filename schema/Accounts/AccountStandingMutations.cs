using Marketplace.Accounts;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Accounts;

/// <summary>Permanently means BANNED.</summary>
public sealed record SuspendAccountInput([property: ID("Account")] AccountId AccountId, string Reason, bool Permanently = false);

public sealed record SuspendAccountPayload(Account? Account);

public sealed record ReinstateAccountInput([property: ID("Account")] AccountId AccountId, string Reason);

public sealed record ReinstateAccountPayload(Account? Account);

public sealed record CloseAccountInput([property: ID("Account")] AccountId AccountId);

public sealed record CloseAccountPayload(Account? Account);

public sealed record EraseAccountInput([property: ID("Account")] AccountId AccountId, string Reason);

public sealed record EraseAccountPayload(Account? Account);

[MutationType]
public static class AccountStandingMutations
{
    /// <summary>Stops an account for a while, or for good: then what its lots hold is forfeited.</summary>
    [Authorize(Policy = Policies.TrustAndSafety)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>]
    public static async Task<MutationResult<SuspendAccountPayload>> SuspendAccountAsync(SuspendAccountInput input, AccountStanding standing, CallerAccess caller, CancellationToken cancellation) =>
        (await standing.SuspendAsync(input.AccountId, input.Permanently, input.Reason, caller.Actor, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new SuspendAccountPayload(a));

    /// <summary>Lets a suspended account act again.</summary>
    [Authorize(Policy = Policies.TrustAndSafety)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>]
    public static async Task<MutationResult<ReinstateAccountPayload>> ReinstateAccountAsync(ReinstateAccountInput input, AccountStanding standing, CallerAccess caller, CancellationToken cancellation) =>
        (await standing.ReinstateAsync(input.AccountId, input.Reason, caller.Actor, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new ReinstateAccountPayload(a));

    /// <summary>Ends an account: Connects that are left are forfeited without money back, earnings stay payable, a client's open jobs are closed.</summary>
    [Authorize(Policy = Policies.SignedIn)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>]
    public static async Task<MutationResult<CloseAccountPayload>> CloseAccountAsync(CloseAccountInput input, AccountStanding standing, CallerAccess caller, CancellationToken cancellation) =>
        (await standing.CloseAsync(input.AccountId, caller.Caller, caller.Actor, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new CloseAccountPayload(a));

    /// <summary>Personal data becomes null; entries stay. The account must be closed or banned.</summary>
    [Authorize(Policy = Policies.Administrator)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>]
    public static async Task<MutationResult<EraseAccountPayload>> EraseAccountAsync(EraseAccountInput input, AccountStanding standing, CallerAccess caller, CancellationToken cancellation) =>
        (await standing.EraseAsync(input.AccountId, input.Reason, caller.Actor, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new EraseAccountPayload(a));
}
