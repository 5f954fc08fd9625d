using Marketplace.Contracts;
using Marketplace.Payments;
using Marketplace.Schema.Errors;
using Marketplace.Schema.Wallets;

namespace Marketplace.Schema.Contracts;

public sealed record HireInput([property: ID("Proposal")] OwnedId ProposalId, DateTimeOffset? EndsAt = null, int? AuthorizedHours = null);

public sealed record HirePayload(Contract? Contract);

public sealed record IncreaseAuthorizedHoursInput([property: ID("Contract")] OwnedId ContractId, int Hours);

public sealed record IncreaseAuthorizedHoursPayload(Contract? Contract);

public sealed record ExtendContractInput([property: ID("Contract")] OwnedId ContractId, DateTimeOffset EndsAt);

public sealed record ExtendContractPayload(Contract? Contract);

public sealed record EndContractInput([property: ID("Contract")] OwnedId ContractId);

public sealed record EndContractPayload(Contract? Contract);

/// <summary>Charged to the client's card or PayPal account, settled at once in the sandbox; the talent's cash wallet earns it.</summary>
public sealed record PayContractInput([property: ID("Contract")] OwnedId ContractId, MoneyInput Amount, string IdempotencyKey)
{
    [GraphQLDefault("{ method: CARD }")]
    public PaymentInput Payment { get; init; } = new(PaymentMethod.Card);
}

public sealed record PayContractPayload(Contract? Contract, Payment? Payment);

/// <summary>Refund or chargeback of a contract payment, whole when no amount is given.</summary>
public sealed record RefundPaymentInput([property: ID("Payment")] OwnedId PaymentId, string Reason, string IdempotencyKey, MoneyInput? Amount = null);

public sealed record RefundPaymentPayload(Payment? Payment);

[MutationType]
public static class ContractMutations
{
    /// <summary>Hires the talent of a proposal, which fills the job.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<JobNotOpenError>, Error<AccountNotActiveError>, Error<ValidationError>]
    public static async Task<MutationResult<HirePayload>> HireAsync(HireInput input, ContractLife contracts, CallerAccess caller, CancellationToken cancellation) =>
        (await contracts.HireAsync(input.ProposalId, input.EndsAt, input.AuthorizedHours, caller.Caller, cancellation)).ToResult(
            GlobalId.Encode("Proposal", input.ProposalId), contract => new HirePayload(contract));

    /// <summary>Raises the hours of an hourly contract, for the week that runs as well.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>]
    public static async Task<MutationResult<IncreaseAuthorizedHoursPayload>> IncreaseAuthorizedHoursAsync(
        IncreaseAuthorizedHoursInput input, ContractLife contracts, CallerAccess caller, CancellationToken cancellation) =>
        (await contracts.RaiseHoursAsync(input.ContractId, input.Hours, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Contract", input.ContractId), c => new IncreaseAuthorizedHoursPayload(c));

    /// <summary>Moves the end of a contract to a later instant.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>]
    public static async Task<MutationResult<ExtendContractPayload>> ExtendContractAsync(ExtendContractInput input, ContractLife contracts, CallerAccess caller, CancellationToken cancellation) =>
        (await contracts.ExtendAsync(input.ContractId, input.EndsAt, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Contract", input.ContractId), c => new ExtendContractPayload(c));

    /// <summary>Ends a contract now.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>]
    public static async Task<MutationResult<EndContractPayload>> EndContractAsync(EndContractInput input, ContractLife contracts, CallerAccess caller, CancellationToken cancellation) =>
        (await contracts.EndAsync(input.ContractId, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Contract", input.ContractId), c => new EndContractPayload(c));

    /// <summary>Pays a contract from the client's card or PayPal account; the talent's cash wallet earns it.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>, Error<PaymentDeclinedError>, Error<IdempotencyConflictError>]
    public static async Task<MutationResult<PayContractPayload>> PayContractAsync(PayContractInput input, ContractPayments payments, CallerAccess caller, CancellationToken cancellation)
    {
        var amount = input.Amount.Read("amount");
        if (amount.Value is not { } read)
        {
            return amount.Refusal!.ToError();
        }

        var payment = new ContractPayment(input.ContractId, read.Value, input.Payment.Method, input.Payment.Token, input.IdempotencyKey);
        return (await payments.PayAsync(payment, caller.Caller, cancellation)).ToResult(
            GlobalId.Encode("Contract", input.ContractId), paid => new PayContractPayload(paid.Contract, paid.Payment));
    }

    /// <summary>Takes a payment back, whole or in part, from the talent's cash; what is not there is taken out of later earnings.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<WrongStateError>, Error<IdempotencyConflictError>]
    public static async Task<MutationResult<RefundPaymentPayload>> RefundPaymentAsync(RefundPaymentInput input, ContractPayments payments, CallerAccess caller, CancellationToken cancellation)
    {
        Money? amount = null;
        if (input.Amount is { } given)
        {
            var read = given.Read("amount");
            if (read.Value is not { } value)
            {
                return read.Refusal!.ToError();
            }

            amount = value.Value;
        }

        return (await payments.RefundAsync(input.PaymentId, amount, input.Reason, input.IdempotencyKey, caller.Actor, cancellation)).ToResult(
            GlobalId.Encode("Payment", input.PaymentId), payment => new RefundPaymentPayload(payment));
    }
}
