using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Schema.Errors;
using Marketplace.Wallets;

namespace Marketplace.Schema.Interviews;

public sealed record WithdrawProposalInput([property: ID("Proposal")] OwnedId ProposalId);

public sealed record WithdrawProposalPayload(Proposal? Proposal);

public sealed record DeclineProposalInput([property: ID("Proposal")] OwnedId ProposalId);

public sealed record DeclineProposalPayload(Proposal? Proposal);

public sealed record StartInterviewInput([property: ID("Proposal")] OwnedId ProposalId);

public sealed record StartInterviewPayload(Proposal? Proposal);

public sealed record ReplyToInterviewInput([property: ID("Proposal")] OwnedId ProposalId, string Message);

public sealed record ReplyToInterviewPayload(Proposal? Proposal);

/// <param name="ProposalId">The proposal that was interviewed about.</param>
/// <param name="Rating">1 to 5.</param>
/// <param name="Comment">At most 5,000 characters.</param>
public sealed record SubmitInterviewFeedbackInput([property: ID("Proposal")] OwnedId ProposalId, int Rating, string? Comment = null);

public sealed record SubmitInterviewFeedbackPayload(Proposal? Proposal, ConnectsWallet? Wallet);

[MutationType]
public static class InterviewMutations
{
    /// <summary>Takes a proposal back; its Connects do not return.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>]
    public static async Task<MutationResult<WithdrawProposalPayload>> WithdrawProposalAsync(WithdrawProposalInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.WithdrawAsync(input.ProposalId, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Proposal", input.ProposalId), p => new WithdrawProposalPayload(p));

    /// <summary>Says no to a proposal; its Connects do not return.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>]
    public static async Task<MutationResult<DeclineProposalPayload>> DeclineProposalAsync(DeclineProposalInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.DeclineAsync(input.ProposalId, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Proposal", input.ProposalId), p => new DeclineProposalPayload(p));

    /// <summary>Invites the talent to talk about the proposal.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<JobNotOpenError>]
    public static async Task<MutationResult<StartInterviewPayload>> StartInterviewAsync(StartInterviewInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.StartInterviewAsync(input.ProposalId, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Proposal", input.ProposalId), p => new StartInterviewPayload(p));

    /// <summary>Answers the client, which wins the interview.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<AccountNotActiveError>, Error<ValidationError>]
    public static async Task<MutationResult<ReplyToInterviewPayload>> ReplyToInterviewAsync(ReplyToInterviewInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.ReplyAsync(input.ProposalId, input.Message, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Proposal", input.ProposalId), p => new ReplyToInterviewPayload(p));

    /// <summary>Says how an interview went, once; a reward that waits for it is paid.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>]
    public static async Task<MutationResult<SubmitInterviewFeedbackPayload>> SubmitInterviewFeedbackAsync(
        SubmitInterviewFeedbackInput input, InterviewFeedback feedback, CallerAccess caller, CancellationToken cancellation) =>
        (await feedback.SubmitAsync(input.ProposalId, input.Rating, input.Comment, caller.Caller, cancellation)).Match<MutationResult<SubmitInterviewFeedbackPayload>>(
            given => new SubmitInterviewFeedbackPayload(given.Proposal, given.Wallet), refusal => refusal.ToError(GlobalId.Encode("Proposal", input.ProposalId)));
}
