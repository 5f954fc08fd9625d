using Experiments.Exposures;
using Experiments.Flags;
using Marketplace.Database;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Jobs;

public enum QuoteReason { RateCard, Invited, DemandLowered, DemandRaised, DemandFree }

/// <summary>What a proposal costs one talent now, with the token that holds the price.</summary>
public sealed record ConnectsQuote(string Token, int Connects, RateCard RateCard, int Tier, QuoteReason Reason, Treatment? Treatment, DateTimeOffset ValidUntil);

/// <summary>Quotes for one talent on many jobs at once.</summary>
public sealed class ConnectsQuotes(MarketplaceDbContext database, QuoteSigner signer, PolicyBook policies, IExposureRecorder exposures, TimeProvider clock)
{
    public async Task<IReadOnlyList<ConnectsQuote>> ForAsync(AccountId talent, IReadOnlyList<Job> jobs, CancellationToken cancellation)
    {
        var ids = jobs.Select(j => j.Id).ToArray();
        var invited = (await database.Invitations.Where(i => i.TalentId == talent.Value && ids.Contains(i.JobId)).Select(i => i.JobId).ToListAsync(cancellation)).ToHashSet();
        var now = clock.GetUtcNow();
        var until = now.AddMinutes(policies.At(now).Pricing.QuoteMinutes);
        var quotes = new ConnectsQuote[jobs.Count];
        for (var i = 0; i < jobs.Count; i++)
        {
            var job = jobs[i];
            // INV-01: a proposal that answers an invitation is free.
            var free = invited.Contains(job.Id);
            var connects = free ? 0 : job.Connects;
            var token = await signer.SignAsync(new PromisedPrice(job.JobId, talent, connects, until), cancellation);
            // A price is shown: from here on the arm matters.
            if (job.Treatment is { } arm)
            {
                exposures.Record(arm, job.TreatmentUnit!, now);
            }

            quotes[i] = new ConnectsQuote(token, connects, new RateCard(job.RateCard, job.RateCardTiers), job.Tier, free ? QuoteReason.Invited : Reason(job.PriceReason), job.Treatment, until);
        }

        return quotes;
    }

    private static QuoteReason Reason(PriceReason reason) => reason switch
    {
        PriceReason.RateCard => QuoteReason.RateCard,
        PriceReason.DemandLowered => QuoteReason.DemandLowered,
        PriceReason.DemandRaised => QuoteReason.DemandRaised,
        PriceReason.DemandFree => QuoteReason.DemandFree,
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
