using Experiments.Exposures;
using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Jobs;

public sealed record NewJob(AccountId Client, string Title, string Description, string Category, Budget Budget, bool Featured, PaymentMethod? Method, string? Token, string IdempotencyKey);

/// <summary>Posts a job and fixes its price: the card of its category's arm, the tier of its budget.</summary>
public sealed class JobPosting(
    NpgsqlDataSource source, MarketplaceDbContext database, AccountReader accounts, RateCardChoice rateCards, PolicyBook policies, IdempotencyKeys keys, KeyedCharges charges, ChangeFeed changes,
    IExposureRecorder exposures, TimeProvider clock)
{
    private const string Operation = "postJob";

    public async Task<Outcome<Job>> PostAsync(NewJob job, Caller caller, CancellationToken cancellation)
    {
        if (Check(job) is { } invalid)
        {
            return invalid;
        }

        if (policies.Category(job.Category) is not { } category)
        {
            return new Invalid("category", $"There is no job category '{job.Category}'; there are {string.Join(", ", policies.Categories.Select(c => c.Key))}.");
        }

        if (await accounts.ByIdAsync(job.Client, cancellation) is not Client client)
        {
            return new NotFound("client");
        }

        if (!(await accounts.AccountsOfAsync(caller, cancellation)).Contains(client.Id))
        {
            return new Forbidden("This client is somebody else.");
        }

        var hash = InputHash.Of(HashedInput(job));
        var known = await keys.FindAsync(job.Client, Operation, job.IdempotencyKey, cancellation);
        if (known is not null && !known.IsOf(hash))
        {
            return new IdempotencyConflict();
        }

        if (known?.Result is { } id)
        {
            return await database.Jobs.FirstAsync(j => j.Id == id, cancellation);
        }

        if (client.Status != AccountStatus.Active)
        {
            return new AccountNotActive(client.Status);
        }

        var now = clock.GetUtcNow();
        var policy = policies.At(now);
        var fee = job.Featured ? policy.Jobs.FeaturedPriceCents : 0;
        // A key that was claimed is finished by the method it was claimed with: its charge may have been taken.
        if (known is null && job.Featured && PaymentMethods.Refuse(job.Method ?? PaymentMethod.Card, client.Country, policy.Payments) is { } notOffered)
        {
            return notOffered;
        }

        if (fee > 0 && await ChargeAsync(job, new Money(fee), hash, cancellation) is { } refusal)
        {
            return refusal;
        }

        var value = JobPricing.Value(job.Budget, policy.Pricing);
        return await WriteAsync(job, value, rateCards.For(category), fee, Suspicion(value, policy.Pricing), hash, now);
    }

    private async Task<Refusal?> ChargeAsync(NewJob job, Money fee, byte[] hash, CancellationToken cancellation)
    {
        if (job.Method == PaymentMethod.Earnings)
        {
            // A new job is featured by card; one that is posted may be featured from earnings.
            return new InsufficientFunds(fee, new Money(0));
        }

        var charge = new Charge($"featured/{job.Client}/{job.IdempotencyKey}", fee, job.Method ?? PaymentMethod.Card, job.Token, AtOnce: true);
        return await charges.TakeAsync(
            job.Client, Operation, job.IdempotencyKey, hash, charge, $"The payment of {fee} for a featured job was declined. Nothing was charged and the job was not posted.", cancellation);
    }

    private async Task<Outcome<Job>> WriteAsync(NewJob job, JobValue value, ChosenRateCard chosen, long fee, string? suspicion, byte[] hash, DateTimeOffset now)
    {
        var hourly = job.Budget as Hourly;
        // The fee may be taken already: a client that leaves now must not lose the job.
        var (outcome, id) = await TransientRetry.RunAsync(
            c => Bound().SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)), c), CancellationToken.None);
        NpgsqlCommand Bound() => source.CreateCommand(
            "select outcome, job_id from marketplace.post_job($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)")
            .Add(job.Client.Value).Add(job.Title.Trim()).Add(job.Description.Trim()).Add(job.Category)
            .Add((hourly is null ? BudgetKind.Fixed : BudgetKind.Hourly).ToText())
            .AddNumber((job.Budget as FixedPrice)?.Amount?.Cents).AddText(hourly?.ExperienceLevel?.ToText()).AddText(hourly?.WeeklyTime?.ToText()).AddText(hourly?.Duration.ToText())
            .AddNumber(hourly?.MinimumRate?.Cents).AddNumber(hourly?.MaximumRate?.Cents).AddNumber(value.ProjectedValue?.Cents)
            .Add(fee).Add(chosen.Card.Key).Add<int[]>([.. chosen.Card.Tiers]).Add(value.Tier)
            .AddText(chosen.Treatment?.ExperimentKey).AddText(chosen.Treatment is null ? null : job.Category).AddText(chosen.Treatment?.Variant)
            .Add(job.IdempotencyKey).Add(hash).Add(now).AddText(suspicion);

        if (outcome == "NOT_ACTIVE")
        {
            return new AccountNotActive((await accounts.ByIdAsync(job.Client, CancellationToken.None))!.Status);
        }

        if (outcome == "IDEMPOTENCY_CONFLICT")
        {
            return new IdempotencyConflict();
        }

        if (chosen.Treatment is { } arm)
        {
            // From here on everybody sees the price. The job itself counts among what happened after the exposure.
            exposures.Record(arm, job.Category, now);
        }

        changes.JobChanged(new JobId(id));
        return await database.Jobs.FirstAsync(j => j.Id == id, CancellationToken.None);
    }

    // JOB-15: the price is what the budget makes it; people look whether the budget is meant.
    private static string? Suspicion(JobValue value, PricingPolicy policy) =>
        value.ProjectedValue is { } worth && worth.Cents <= policy.SuspectValueCents ? $"The budget may be a mistake: the job is worth {worth} in all." : null;

    // The budget by its runtime type: an abstract record would be written without its amounts.
    private static object HashedInput(NewJob job) => new { job.Client, job.Title, job.Description, job.Category, Budget = (object)job.Budget, job.Featured, job.Method, job.Token };

    private static Invalid? Check(NewJob job) => job switch
    {
        { Title: var title } when title.Trim().Length is 0 or > 200 => new Invalid("title", "A title of 1 to 200 characters is expected."),
        { Description: var text } when text.Trim().Length is 0 or > 20000 => new Invalid("description", "A description of 1 to 20,000 characters is expected."),
        { Budget: FixedPrice { Amount.Cents: < 1 or > MaximumCents } } => new Invalid("budget", "An amount of $0.01 to $100,000,000 is expected."),
        { Budget: Hourly { MinimumRate.Cents: < 1 or > MaximumCents } or Hourly { MaximumRate.Cents: < 1 or > MaximumCents } } => new Invalid("budget", "An hourly rate of $0.01 or more is expected."),
        { Budget: Hourly { MinimumRate: { } low, MaximumRate: { } high } } when low.Cents > high.Cents => new Invalid("budget", "The minimum rate is above the maximum rate."),
        _ => InputHash.CheckKey(job.IdempotencyKey),
    };

    private const long MaximumCents = 10_000_000_000;
}
