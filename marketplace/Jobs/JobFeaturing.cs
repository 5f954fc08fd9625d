using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>INV-06: features an open job, whose client then invites without limit.</summary>
public sealed class JobFeaturing(
    NpgsqlDataSource source, JobReader jobs, AccountReader accounts, IdempotencyKeys keys, KeyedCharges charges, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    private const string Operation = "featureJob";

    public async Task<Outcome<Job>> FeatureAsync(JobId id, PaymentMethod method, string? token, string key, Caller caller, CancellationToken cancellation)
    {
        if (InputHash.CheckKey(key) is { } badKey)
        {
            return badKey;
        }

        if (await jobs.ByIdAsync(id, cancellation) is not { } job)
        {
            return new NotFound("job");
        }

        if (!(await accounts.AccountsOfAsync(caller, cancellation)).Contains(job.ClientId))
        {
            return new Forbidden("Only the job's client features it.");
        }

        var client = (await accounts.ByIdAsync(new AccountId(job.ClientId), cancellation))!;
        if (client.Status != AccountStatus.Active)
        {
            return new AccountNotActive(client.Status);
        }

        var hash = InputHash.Of(new { id, method, token });
        var known = await keys.FindAsync(client.AccountId, Operation, key, cancellation);
        if (known is not null && !known.IsOf(hash))
        {
            return new IdempotencyConflict();
        }

        if (known?.Result is not null)
        {
            return job;
        }

        // A key that was claimed is finished whatever became of the job: its charge may have been taken.
        if (known is null && job.Status != JobStatus.Open)
        {
            return new JobNotOpen(job.Status);
        }

        if (known is null && job.Featured)
        {
            return Featured;
        }

        // A key that was claimed is finished by the method it was claimed with.
        if (known is null && PaymentMethods.Refuse(method, client.Country, policies.At(clock.GetUtcNow()).Payments) is { } notOffered)
        {
            return notOffered;
        }

        return await PayAsync(job, client, method, token, key, hash, cancellation);
    }

    private static WrongState Featured => new("FEATURED", "The job is featured already.");

    private async Task<Outcome<Job>> PayAsync(Job job, Account client, PaymentMethod method, string? token, string key, byte[] hash, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var fee = new Money(policies.At(now).Jobs.FeaturedPriceCents);
        var charge = new Charge($"feature/{job.Id}", fee, method, token, AtOnce: true);
        if (method != PaymentMethod.Earnings
            && await charges.TakeAsync(client.AccountId, Operation, key, hash, charge, $"The payment of {fee} was declined. Nothing was charged.", cancellation) is { } refusal)
        {
            return refusal;
        }

        var (outcome, status, available) = await TransientRetry.RunAsync(
            c => source.CreateCommand("select outcome, status, available from marketplace.feature_job($1, $2, $3, $4, $5, $6, $7)")
                .Add(client.Id).Add(job.Id).Add(fee.Cents).Add(method == PaymentMethod.Earnings).Add(key).Add(hash).Add(now)
                .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? 0 : row.GetInt64(2)), c),
            CancellationToken.None);
        switch (outcome)
        {
            case "FEATURED" or "REPEATED":
                changes.JobChanged(job.JobId);
                return (await jobs.ByIdAsync(job.JobId, CancellationToken.None))!;
            case "FEATURED_ALREADY":
                await keys.ReleaseAsync(client.AccountId, Operation, key, CancellationToken.None);
                return Featured;
            case "IDEMPOTENCY_CONFLICT":
                return new IdempotencyConflict();
            case "JOB_NOT_OPEN":
                return new JobNotOpen(EnumText.Parse<JobStatus>(status!));
            case "INSUFFICIENT_FUNDS":
                return new InsufficientFunds(fee, new Money(available));
            default:
                throw new InvalidOperationException($"feature_job answered '{outcome}'.");
        }
    }
}
