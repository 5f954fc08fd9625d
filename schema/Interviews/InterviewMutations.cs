using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Interviews;

public sealed record WithdrawProposalInput([property: ID("Proposal")] OwnedId ProposalId);

public sealed record WithdrawProposalPayload(Proposal? Proposal);

public sealed record DeclineProposalInput([property: ID("Proposal")] OwnedId ProposalId);

public sealed record DeclineProposalPayload(Proposal? Proposal);

public sealed record StartInterviewInput([property: ID("Proposal")] OwnedId ProposalId);

public sealed record StartInterviewPayload(Proposal? Proposal);

public sealed record ReplyToInterviewInput([property: ID("Proposal")] OwnedId ProposalId, string Message);

public sealed record ReplyToInterviewPayload(Proposal? Proposal);

[MutationType]
public static class InterviewMutations
{
    /// <summary>Takes a proposal back; its Connects do not return.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>]
    public static async Task<MutationResult<WithdrawProposalPayload>> WithdrawProposalAsync(WithdrawProposalInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.WithdrawAsync(input.ProposalId, caller.Caller, cancellation)).ToResult(input.ProposalId, p => new WithdrawProposalPayload(p));

    /// <summary>Says no to a proposal; its Connects do not return.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>]
    public static async Task<MutationResult<DeclineProposalPayload>> DeclineProposalAsync(DeclineProposalInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.DeclineAsync(input.ProposalId, caller.Caller, cancellation)).ToResult(input.ProposalId, p => new DeclineProposalPayload(p));

    /// <summary>Invites the talent to talk about the proposal.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<JobNotOpenError>]
    public static async Task<MutationResult<StartInterviewPayload>> StartInterviewAsync(StartInterviewInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.StartInterviewAsync(input.ProposalId, caller.Caller, cancellation)).ToResult(input.ProposalId, p => new StartInterviewPayload(p));

    /// <summary>Answers the client, which wins the interview.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<AccountNotActiveError>, Error<ValidationError>]
    public static async Task<MutationResult<ReplyToInterviewPayload>> ReplyToInterviewAsync(ReplyToInterviewInput input, ProposalProgress progress, CallerAccess caller, CancellationToken cancellation) =>
        (await progress.ReplyAsync(input.ProposalId, input.Message, caller.Caller, cancellation)).ToResult(input.ProposalId, p => new ReplyToInterviewPayload(p));

    internal static MutationResult<TPayload> ToResult<TPayload>(this Outcome<Proposal> outcome, OwnedId id, Func<Proposal, TPayload> payload)
        where TPayload : class =>
        outcome.Match<MutationResult<TPayload>>(proposal => payload(proposal), refusal => refusal.ToError(GlobalId.Encode("Proposal", id)));
}
