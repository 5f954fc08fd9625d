using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Jobs;

namespace Marketplace.Schema.Errors;

public sealed record NotFoundError(string Message, [property: ID] string Id) : UserError("NOT_FOUND", Message);
public sealed record ForbiddenError(string Message) : UserError("FORBIDDEN", Message);
public sealed record ValidationError(string Message, string Field) : UserError("VALIDATION_FAILED", Message);
public sealed record AccountNotActiveError(string Message, AccountStatus Status) : UserError("ACCOUNT_NOT_ACTIVE", Message);
public sealed record IdempotencyConflictError(string Message) : UserError("IDEMPOTENCY_CONFLICT", Message);
public sealed record InsufficientConnectsError(string Message, int Required, int Available) : UserError("INSUFFICIENT_CONNECTS", Message);
public sealed record PaymentDeclinedError(string Message) : UserError("PAYMENT_DECLINED", Message);
public sealed record InsufficientFundsError(string Message, MoneyAmount Required, MoneyAmount Available) : UserError("INSUFFICIENT_FUNDS", Message);
public sealed record BundleNotAvailableError(string Message) : UserError("BUNDLE_NOT_AVAILABLE", Message);
public sealed record QuoteExpiredError(string Message, ConnectsQuote? Current) : UserError("QUOTE_EXPIRED", Message);
public sealed record JobNotOpenError(string Message, JobStatus Status) : UserError("JOB_NOT_OPEN", Message);
public sealed record AlreadyProposedError(string Message, Proposal Proposal) : UserError("ALREADY_PROPOSED", Message);
public sealed record InvitationLimitError(string Message, int Limit) : UserError("INVITATION_LIMIT", Message);
public sealed record NotEligibleError(string Message) : UserError("NOT_ELIGIBLE", Message);
public sealed record WrongStateError(string Message, string State) : UserError("WRONG_STATE", Message);
public sealed record VersionConflictError(string Message, int CurrentVersion) : UserError("VERSION_CONFLICT", Message);
public sealed record LayerFullError(string Message, decimal FreeTraffic) : UserError("LAYER_FULL", Message);
