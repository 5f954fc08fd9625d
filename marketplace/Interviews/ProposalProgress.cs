using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Jobs;
using Npgsql;

namespace Marketplace.Interviews;

/// <summary>What becomes of a proposal before anybody is hired: the talent withdraws it or replies, the client declines it or starts an interview.</summary>
public sealed class ProposalProgress(NpgsqlDataSource source, ProposalReader proposals, RewardChoice rewards, ChangeFeed changes, TimeProvider clock)
{
    private const int MostCharacters = 20_000;

    public Task<Outcome<Proposal>> WithdrawAsync(OwnedId id, Caller caller, CancellationToken cancellation) => ChangeAsync(id, "WITHDRAW", null, caller, cancellation);

    public Task<Outcome<Proposal>> DeclineAsync(OwnedId id, Caller caller, CancellationToken cancellation) => ChangeAsync(id, "DECLINE", null, caller, cancellation);

    public Task<Outcome<Proposal>> StartInterviewAsync(OwnedId id, Caller caller, CancellationToken cancellation) => ChangeAsync(id, "INTERVIEW", null, caller, cancellation);

    // RWD-02: the third of the three conditions of the interview's credit.
    public async Task<Outcome<Proposal>> ReplyAsync(OwnedId id, string message, Caller caller, CancellationToken cancellation) =>
        message.Trim().Length is 0 or > MostCharacters
            ? new Invalid("message", "A message of 1 to 20,000 characters is expected.")
            : await ChangeAsync(id, "REPLY", message.Trim(), caller, cancellation);

    private async Task<Outcome<Proposal>> ChangeAsync(OwnedId id, string action, string? message, Caller caller, CancellationToken cancellation)
    {
        var (outcome, status) = await TransientRetry.RunAsync(c => action == "REPLY" ? CallReplyAsync(id, message!, caller, c) : CallAsync(id, action, message, caller, c), cancellation);
        switch (outcome)
        {
            case "DONE":
                var proposal = await proposals.ByIdAsync(id, cancellation);
                changes.JobChanged(new JobId(proposal.JobId));
                return proposal;
            case "NOT_FOUND":
                return new NotFound("proposal");
            case "FORBIDDEN":
                return new Forbidden(action is "WITHDRAW" or "REPLY" ? "Only the talent who sent the proposal does this." : "Only the job's client does this.");
            case "NOT_ACTIVE":
                return action == "REPLY"
                    ? new AccountNotActive(EnumText.Parse<AccountStatus>(status!))
                    : new Forbidden($"The account is {status!.ToLowerInvariant()}; only an active account can do this.");
            case "JOB_NOT_OPEN":
                return new JobNotOpen(EnumText.Parse<JobStatus>(status!));
            case "REPLIED_ALREADY":
                return new WrongState(status!, "The interview was replied to already.");
            case "WRONG_STATE":
                return new WrongState(status!, Explain(action, status!));
            default:
                throw new InvalidOperationException($"change_proposal answered '{outcome}'.");
        }
    }

    private static string Explain(string action, string status) => action switch
    {
        "REPLY" => $"The proposal is {Said(status)}; only one in an interview is replied to.",
        "INTERVIEW" => $"The proposal is {Said(status)}; an interview starts from a submitted one.",
        "WITHDRAW" => $"The proposal is {Said(status)}; only a submitted one, or one in an interview, is withdrawn.",
        "DECLINE" => $"The proposal is {Said(status)}; only a submitted one, or one in an interview, is declined.",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private static string Said(string status) => status.ToLowerInvariant();

    // The arm is chosen when the interview is won and stays, whatever becomes of the experiment until the reward is paid.
    private async Task<(string Outcome, string? Status)> CallReplyAsync(OwnedId id, string message, Caller caller, CancellationToken cancellation)
    {
        var chosen = await rewards.ForAsync(new AccountId(id.AccountId), cancellation);
        await using var command = source.CreateCommand("select outcome, status from marketplace.reply_to_interview($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        command.AddText(caller.Subject).Add(id.AccountId).Add(id.Number).Add(message).Add(chosen.Randomized)
            .AddText(chosen.Treatment?.ExperimentKey).AddText(chosen.Treatment is null ? null : chosen.Unit).AddText(chosen.Treatment?.Variant).Add(clock.GetUtcNow());
        return await AnswerAsync(command, cancellation);
    }

    private async Task<(string Outcome, string? Status)> CallAsync(OwnedId id, string action, string? message, Caller caller, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select outcome, status from marketplace.change_proposal($1, $2, $3, $4, $5, $6)");
        command.AddText(caller.Subject).Add(id.AccountId).Add(id.Number).Add(action).AddText(message).Add(clock.GetUtcNow());
        return await AnswerAsync(command, cancellation);
    }

    private static async Task<(string Outcome, string? Status)> AnswerAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
    }
}
