using Marketplace.Accounts;
using Marketplace.Plans;
using Marketplace.Policies;
using Marketplace.Schema.Accounts;
using Marketplace.Schema.Errors;
using Marketplace.Schema.Wallets;

namespace Marketplace.Schema.Plans;

/// <summary>`payment` pays what an upgrade costs, and the fees of the months to come.</summary>
public sealed record ChangePlanInput(
    [property: ID("Account")] AccountId AccountId, PlanCode Plan, [property: GraphQLDefault("{ method: CARD }")] PaymentInput Payment, string IdempotencyKey);

public sealed record ChangePlanPayload(Account? Account);

[MutationType]
public static class PlanMutations
{
    /// <summary>
    /// Upgrades at once, for the part of the fee and of the paid Connects that the rest of the cycle is; downgrades at the end of the cycle.
    /// Asking for the present plan takes a waiting downgrade back, and names the payment with which an overdue fee is tried again.
    /// </summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<WrongStateError>, Error<PaymentDeclinedError>, Error<InsufficientFundsError>,
     Error<IdempotencyConflictError>, Error<ValidationError>]
    public static async Task<MutationResult<ChangePlanPayload>> ChangePlanAsync(ChangePlanInput input, PlanChange plans, CallerAccess caller, CancellationToken cancellation)
    {
        var order = new PlanOrder(input.AccountId, input.Plan, input.Payment.Method, input.Payment.Token, input.IdempotencyKey);
        return (await plans.ChangeAsync(order, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new ChangePlanPayload(a));
    }
}
