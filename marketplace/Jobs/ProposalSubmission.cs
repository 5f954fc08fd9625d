using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Wallets;
using Npgsql;

namespace Marketplace.Jobs;

public sealed record NewProposal(JobId Job, AccountId Talent, string CoverLetter, Money? Bid, string? QuoteToken, string IdempotencyKey);

/// <summary>A proposal and what its talent's wallet holds now.</summary>
public sealed record SubmittedProposal(Proposal Proposal, ConnectsWallet Wallet);

/// <summary>SPD-03: a proposal is charged when it is submitted; one function decides and writes it all, in one round trip.</summary>
public sealed class ProposalSubmission(
    NpgsqlDataSource source, ProposalReader proposals, WalletReader wallets, JobReader jobs, ConnectsQuotes quotes, QuoteSigner signer, ChangeFeed changes, TimeProvider clock)
{
    public async Task<Outcome<SubmittedProposal>> SubmitAsync(NewProposal input, Caller caller, CancellationToken cancellation)
    {
        if (Check(input) is { } invalid)
        {
            return invalid;
        }

        PromisedPrice? promise = null;
        if (input.QuoteToken is { } token)
        {
            promise = await signer.VerifyAsync(token, cancellation);
            if (promise is null || promise.Job != input.Job || promise.Talent != input.Talent)
            {
                return new Invalid("quoteToken", "This token is not a quote for this talent on this job. Take one from the job's connectsQuote.");
            }
        }

        var answer = await TransientRetry.RunAsync(c => CallAsync(input, caller, promise, c), cancellation);
        if (answer.Outcome == "SUBMITTED")
        {
            changes.WalletChanged(input.Talent);
            changes.JobChanged(input.Job);
        }

        return answer.Outcome switch
        {
            "SUBMITTED" => new SubmittedProposal(Written(input, answer), new ConnectsWallet(input.Talent, answer.Paid, answer.Free)),
            "REPEATED" => await RepeatedAsync(input, answer, cancellation),
            "TALENT_NOT_FOUND" => new NotFound("talent"),
            "JOB_NOT_FOUND" => new NotFound("job"),
            "FORBIDDEN" => new Forbidden("Only the talent, or a member of the agency, submits its proposals."),
            "ACCOUNT_NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(answer.Status!)),
            "JOB_NOT_OPEN" => new JobNotOpen(EnumText.Parse<JobStatus>(answer.Status!)),
            "ALREADY_PROPOSED" => new AlreadyProposed(await proposals.ByIdAsync(new OwnedId(input.Talent.Value, answer.Number), cancellation)),
            "INSUFFICIENT_CONNECTS" => new InsufficientConnects(answer.Price, answer.Available),
            "QUOTE_EXPIRED" => await ExpiredAsync(input, cancellation),
            "IDEMPOTENCY_CONFLICT" => new IdempotencyConflict(),
            var other => throw new InvalidOperationException($"submit_proposal answered '{other}'."),
        };
    }

    private async Task<Answer> CallAsync(NewProposal input, Caller caller, PromisedPrice? promise, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var command = source.CreateCommand("select outcome, proposal_number, price, available, paid, free, status, invited from marketplace.submit_proposal($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
        command.AddText(caller.Subject).Add(input.Talent.Value).Add(input.Job.Value).Add(input.CoverLetter).AddNumber(input.Bid?.Cents)
            .AddInteger(promise?.Connects).AddInstant(promise?.ValidUntil).Add(input.IdempotencyKey).Add(InputHash.Of(input)).Add(now);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new Answer(
            reader.GetString(0), Long(reader, 1), reader.IsDBNull(2) ? 0 : reader.GetInt32(2), Long(reader, 3), Long(reader, 4), Long(reader, 5),
            reader.IsDBNull(6) ? null : reader.GetString(6), !reader.IsDBNull(7) && reader.GetBoolean(7), now);
    }

    private static Proposal Written(NewProposal input, Answer answer) => new()
    {
        AccountId = input.Talent.Value,
        Number = answer.Number,
        JobId = input.Job.Value,
        Status = ProposalStatus.Submitted,
        CoverLetter = input.CoverLetter,
        BidCents = input.Bid?.Cents,
        Invited = answer.Invited,
        ConnectsSpent = answer.Price,
        SubmittedAt = answer.At,
    };

    private async Task<SubmittedProposal> RepeatedAsync(NewProposal input, Answer answer, CancellationToken cancellation)
    {
        var proposal = await proposals.ByIdAsync(new OwnedId(input.Talent.Value, answer.Number), cancellation);
        var wallet = (await wallets.ByOwnersAsync([input.Talent.Value], cancellation))[input.Talent.Value];
        return new SubmittedProposal(proposal, wallet);
    }

    private async Task<QuoteExpired> ExpiredAsync(NewProposal input, CancellationToken cancellation)
    {
        var job = (await jobs.ByIdAsync(input.Job, cancellation))!;
        return new QuoteExpired((await quotes.ForAsync(input.Talent, [job], cancellation))[0]);
    }

    private static Invalid? Check(NewProposal input) => input switch
    {
        { CoverLetter: var letter } when string.IsNullOrWhiteSpace(letter) || letter.Length > 20000 => new Invalid("coverLetter", "A cover letter of 1 to 20,000 characters is expected."),
        { Bid.Cents: < 1 } => new Invalid("bid", "A bid above zero is expected."),
        _ => InputHash.CheckKey(input.IdempotencyKey),
    };

    private static long Long(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? 0 : reader.GetInt64(ordinal);

    private sealed record Answer(string Outcome, long Number, int Price, long Available, long Paid, long Free, string? Status, bool Invited, DateTimeOffset At);
}
