using Lifecycle = Experiments.Lifecycle;

namespace Marketplace.Schema.Errors;

/// <summary>From the refusals of the features to the errors of the contract.</summary>
internal static class Refusals
{
    /// <param name="refusal">What the marketplace answered.</param>
    /// <param name="id">The id in the input that a NotFoundError names.</param>
    public static UserError ToError(this Refusal refusal, string id = "") => refusal switch
    {
        NotFound => new NotFoundError(refusal.Message, id),
        Forbidden => new ForbiddenError(refusal.Message),
        Invalid invalid => new ValidationError(refusal.Message, invalid.Field),
        AccountNotActive inactive => new AccountNotActiveError(refusal.Message, inactive.Status),
        IdempotencyConflict => new IdempotencyConflictError(refusal.Message),
        InsufficientConnects few => new InsufficientConnectsError(refusal.Message, few.Required, (int)few.Available),
        PaymentDeclined => new PaymentDeclinedError(refusal.Message),
        InsufficientFunds few => new InsufficientFundsError(refusal.Message, MoneyAmount.Of(few.Required), MoneyAmount.Of(few.Available)),
        BundleNotAvailable => new BundleNotAvailableError(refusal.Message),
        QuoteExpired expired => new QuoteExpiredError(refusal.Message, expired.Current),
        JobNotOpen closed => new JobNotOpenError(refusal.Message, closed.Status),
        AlreadyProposed already => new AlreadyProposedError(refusal.Message, already.Proposal),
        InvitationLimit limit => new InvitationLimitError(refusal.Message, limit.Limit),
        NotEligible => new NotEligibleError(refusal.Message),
        WrongState wrong => new WrongStateError(refusal.Message, wrong.State),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal without an error in the contract."),
    };

    /// <param name="outcome">What the marketplace answered.</param>
    /// <param name="id">The id in the input that a NotFoundError names.</param>
    /// <param name="payload">The payload of what was done.</param>
    public static MutationResult<TPayload> ToResult<T, TPayload>(this Outcome<T> outcome, string id, Func<T, TPayload> payload)
        where T : class
        where TPayload : class =>
        outcome.Match<MutationResult<TPayload>>(value => payload(value), refusal => refusal.ToError(id));

    public static UserError ToError(this Lifecycle.Refusal refusal) => refusal switch
    {
        Lifecycle.NotFound missing => new NotFoundError(refusal.Message, missing.Key),
        Lifecycle.Invalid invalid => new ValidationError(refusal.Message, invalid.Field),
        Lifecycle.VersionConflict conflict => new VersionConflictError(refusal.Message, conflict.CurrentVersion),
        Lifecycle.WrongState wrong => new WrongStateError(refusal.Message, wrong.State),
        Lifecycle.LayerFull full => new LayerFullError(refusal.Message, full.FreeTraffic),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal without an error in the contract."),
    };
}
