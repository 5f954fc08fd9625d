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
    public async Task<Outcome<SubmittedProposal>> SubmitAsync(NewProposal input, Caller caller, CancellationToken cancellation) =>
        (await SubmitManyAsync([input], caller, cancellation))[0];

    /// <summary>Several proposals in one round trip, one after the other, each a transaction of its own: what is refused keeps no other back.</summary>
    public async Task<IReadOnlyList<Outcome<SubmittedProposal>>> SubmitManyAsync(IReadOnlyList<NewProposal> inputs, Caller caller, CancellationToken cancellation)
    {
        var outcomes = new Outcome<SubmittedProposal>[inputs.Count];
        var calls = new List<(int Place, NewProposal Input, PromisedPrice? Promise)>(inputs.Count);
        foreach (var (place, input) in inputs.Index())
        {
            if (Check(input) is { } invalid)
            {
                outcomes[place] = invalid;
                continue;
            }

            var promise = input.QuoteToken is { } token ? await signer.VerifyAsync(token, cancellation) : null;
            if (input.QuoteToken is not null && (promise is null || promise.Job != input.Job || promise.Talent != input.Talent))
            {
                outcomes[place] = new Invalid("quoteToken", "This token is not a quote for this talent on this job. Take one from the job's connectsQuote.");
                continue;
            }

            calls.Add((place, input, promise));
        }

        // What had committed before a deadlock ended another is answered by its key when it is sent again.
        IReadOnlyList<Answer> answers = calls.Count == 0 ? [] : await TransientRetry.RunAsync(c => CallAsync(calls, caller, c), cancellation);
        foreach (var ((place, input, _), answer) in calls.Zip(answers))
        {
            outcomes[place] = await OutcomeAsync(input, answer, cancellation);
        }

        return outcomes;
    }

    private async Task<Outcome<SubmittedProposal>> OutcomeAsync(NewProposal input, Answer answer, CancellationToken cancellation)
    {
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

    private async Task<IReadOnlyList<Answer>> CallAsync(IReadOnlyList<(int Place, NewProposal Input, PromisedPrice? Promise)> calls, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var batch = source.CreateBatch();
        // Each call commits by itself, and its locks end with it.
        batch.EnableErrorBarriers = true;
        foreach (var (_, input, promise) in calls)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = "select outcome, proposal_number, price, available, paid, free, status, invited from marketplace.submit_proposal($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
            command.AddText(caller.Subject).Add(input.Talent.Value).Add(input.Job.Value).Add(input.CoverLetter).AddNumber(input.Bid?.Cents)
                .AddInteger(promise?.Connects).AddInstant(promise?.ValidUntil).Add(input.IdempotencyKey).Add(InputHash.Of(input)).Add(now);
            batch.BatchCommands.Add(command);
        }

        var answers = new List<Answer>(calls.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            await reader.ReadAsync(cancellation);
            answers.Add(new Answer(
                reader.GetString(0), Long(reader, 1), reader.IsDBNull(2) ? 0 : reader.GetInt32(2), Long(reader, 3), Long(reader, 4), Long(reader, 5),
                reader.IsDBNull(6) ? null : reader.GetString(6), !reader.IsDBNull(7) && reader.GetBoolean(7), now));
        }
        while (await reader.NextResultAsync(cancellation));
        return answers;
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
