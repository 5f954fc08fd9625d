using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Schema.Errors;
using Marketplace.Schema.Wallets;
using Marketplace.Wallets;

namespace Marketplace.Schema.Jobs;

public sealed record FixedBudgetInput(MoneyInput? Amount = null);

public sealed record HourlyBudgetInput(
    ExperienceLevel? ExperienceLevel = null, WeeklyTime? WeeklyTime = null, JobDuration Duration = JobDuration.Unknown, MoneyInput? MinimumRate = null, MoneyInput? MaximumRate = null);

[OneOf]
public sealed record JobBudgetInput(FixedBudgetInput? Fixed, HourlyBudgetInput? Hourly);

public sealed record PostJobInput(
    [property: ID("Account")] AccountId ClientId, string Title, string Description, string Category, JobBudgetInput Budget, string IdempotencyKey,
    bool Featured = false, PaymentInput? Payment = null);

public sealed record PostJobPayload(Job? Job);

public sealed record InviteToJobInput([property: ID("Job")] JobId JobId, [property: ID("Account")] AccountId TalentId);

public sealed record InviteToJobPayload(Job? Job);

public sealed record CloseJobInput([property: ID("Job")] JobId JobId);

public sealed record CloseJobPayload(Job? Job);

public sealed record SubmitProposalInput(
    [property: ID("Job")] JobId JobId, [property: ID("Account")] AccountId TalentId, string CoverLetter, string IdempotencyKey, MoneyInput? Bid = null, string? QuoteToken = null);

public sealed record SubmitProposalPayload(Proposal? Proposal, ConnectsWallet? Wallet);

[MutationType]
public static class JobMutations
{
    /// <summary>Posts a job; its price in Connects follows from its budget and its category's rate card.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>, Error<PaymentDeclinedError>,
     Error<InsufficientFundsError>, Error<IdempotencyConflictError>]
    public static async Task<MutationResult<PostJobPayload>> PostJobAsync(PostJobInput input, JobPosting posting, CallerAccess caller, CancellationToken cancellation)
    {
        var budget = BudgetReading.Read(input.Budget);
        if (budget.Value is not { } read)
        {
            return budget.Refusal!.ToError();
        }

        var job = new NewJob(input.ClientId, input.Title, input.Description, input.Category, read, input.Featured, input.Payment?.Method, input.Payment?.Token, input.IdempotencyKey);
        return (await posting.PostAsync(job, caller.Caller, cancellation))
            .ToResult(GlobalId.Encode("Account", input.ClientId), j => new PostJobPayload(j));
    }

    /// <summary>Invites a talent, whose proposal to this job is then free.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<JobNotOpenError>, Error<InvitationLimitError>, Error<AccountNotActiveError>]
    public static async Task<MutationResult<InviteToJobPayload>> InviteToJobAsync(InviteToJobInput input, JobInvitations invitations, CallerAccess caller, CancellationToken cancellation) =>
        (await invitations.InviteAsync(input.JobId, input.TalentId, caller.Caller, cancellation)).Match<MutationResult<InviteToJobPayload>>(
            job => new InviteToJobPayload(job),
            refusal => refusal.ToError(refusal is NotFound { What: "talent" } ? GlobalId.Encode("Account", input.TalentId) : GlobalId.Encode("Job", input.JobId)));

    /// <summary>Closes a job; where nobody was ever hired, every proposal gets its Connects back.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<JobNotOpenError>]
    public static async Task<MutationResult<CloseJobPayload>> CloseJobAsync(CloseJobInput input, JobClosing closing, CallerAccess caller, CancellationToken cancellation) =>
        (await closing.CloseAsync(input.JobId, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Job", input.JobId), job => new CloseJobPayload(job));

    /// <summary>Sends a proposal and pays its Connects: the lower of the quote, when one is given, and today's price.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>, Error<JobNotOpenError>, Error<AlreadyProposedError>,
     Error<InsufficientConnectsError>, Error<QuoteExpiredError>, Error<IdempotencyConflictError>]
    public static async Task<MutationResult<SubmitProposalPayload>> SubmitProposalAsync(
        SubmitProposalInput input, ProposalSubmission submission, CallerAccess caller, CancellationToken cancellation)
    {
        Money? bid = null;
        if (input.Bid is { } given)
        {
            var amount = given.Read("bid");
            if (amount.Value is not { } value)
            {
                return amount.Refusal!.ToError();
            }

            bid = value.Value;
        }

        var proposal = new NewProposal(input.JobId, input.TalentId, input.CoverLetter, bid, input.QuoteToken, input.IdempotencyKey);
        return (await submission.SubmitAsync(proposal, caller.Caller, cancellation)).Match<MutationResult<SubmitProposalPayload>>(
            done => new SubmitProposalPayload(done.Proposal, done.Wallet),
            refusal => refusal.ToError(refusal is NotFound { What: "talent" } ? GlobalId.Encode("Account", input.TalentId) : GlobalId.Encode("Job", input.JobId)));
    }
}
