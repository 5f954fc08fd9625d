using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Referrals;

/// <summary>Which referrals of an account; null is no condition.</summary>
public sealed record ReferralFilter(IReadOnlyList<PublicReferralState>? States, string? Program, ReferralSource? Source);

/// <summary>REF-09: what an account has earned by referring, net of what was taken back.</summary>
public sealed record ReferralTotals(long CashCents, long Connects, long PendingCents, long Clicks);

/// <summary>Reads links, referrals and what they brought.</summary>
public sealed class ReferralReader(MarketplaceDbContext database)
{
    public Task<ReferralLink?> LinkAsync(OwnedId id, CancellationToken cancellation) =>
        database.ReferralLinks.FirstOrDefaultAsync(l => l.AccountId == id.AccountId && l.Number == id.Number, cancellation);

    public async Task<IReadOnlyDictionary<OwnedId, ReferralLink>> LinksAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.ReferralLinks.Where(l => accounts.Contains(l.AccountId) && numbers.Contains(l.Number)).ToListAsync(cancellation);
        return rows.Where(l => ids.Contains(l.Id)).ToDictionary(l => l.Id);
    }

    public async Task<ILookup<long, ReferralLink>> LinksOfAsync(IEnumerable<long> owners, CancellationToken cancellation)
    {
        var wanted = owners.Distinct().ToArray();
        var links = await database.ReferralLinks.Where(l => wanted.Contains(l.AccountId)).OrderBy(l => l.Number).ToListAsync(cancellation);
        return links.ToLookup(l => l.AccountId);
    }

    /// <summary>How many signed up through each of several links, also those who were not eligible.</summary>
    public async Task<IReadOnlyDictionary<OwnedId, int>> SignUpsAsync(IReadOnlyCollection<OwnedId> links, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(links);
        var counts = await database.Referrals.Where(r => accounts.Contains(r.AccountId) && numbers.Contains(r.LinkNumber))
            .GroupBy(r => new { r.AccountId, r.LinkNumber }).Select(g => new { g.Key.AccountId, g.Key.LinkNumber, Count = g.Count() }).ToListAsync(cancellation);
        return counts.ToDictionary(c => new OwnedId(c.AccountId, c.LinkNumber), c => c.Count);
    }

    public async Task<IReadOnlyDictionary<long, ReferralTotals>> TotalsAsync(IEnumerable<long> owners, CancellationToken cancellation)
    {
        var wanted = owners.Distinct().ToArray();
        var rewards = await database.ReferralRewards.Where(r => wanted.Contains(r.PayeeId) && r.AccountId == r.PayeeId)
            .GroupBy(r => new { r.PayeeId, r.Asset, r.State }).Select(g => new { g.Key.PayeeId, g.Key.Asset, g.Key.State, Amount = g.Sum(r => r.Amount - r.Returned) }).ToListAsync(cancellation);
        var clicks = await database.ReferralLinks.Where(l => wanted.Contains(l.AccountId))
            .GroupBy(l => l.AccountId).Select(g => new { Account = g.Key, Clicks = g.Sum(l => l.Clicks) }).ToDictionaryAsync(g => g.Account, g => g.Clicks, cancellation);
        long Sum(long owner, Asset asset, RewardStage state) => rewards.Where(r => r.PayeeId == owner && r.Asset == asset && r.State == state).Sum(r => r.Amount);
        return wanted.ToDictionary(owner => owner, owner => new ReferralTotals(
            Sum(owner, Asset.Usd, RewardStage.Paid), Sum(owner, Asset.Connects, RewardStage.Paid), Sum(owner, Asset.Usd, RewardStage.Pending), clicks.GetValueOrDefault(owner)));
    }

    /// <summary>Newest first; the cursor is a referral's number.</summary>
    public Task<Page<Referral>> PageAsync(AccountId owner, ReferralFilter filter, PageRequest page, CancellationToken cancellation) =>
        Where(owner, filter).By(r => r.Number, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> CountAsync(AccountId owner, ReferralFilter filter, CancellationToken cancellation) => Where(owner, filter).CountAsync(cancellation);

    public async Task<IReadOnlyDictionary<OwnedId, Referral>> ByIdsAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.Referrals.Where(r => accounts.Contains(r.AccountId) && numbers.Contains(r.Number)).ToListAsync(cancellation);
        return rows.Where(r => ids.Contains(r.Id)).ToDictionary(r => r.Id);
    }

    /// <summary>All that is known of several referrals, with four statements whatever their number.</summary>
    public async Task<IReadOnlyDictionary<OwnedId, ReferralProgress>> ProgressAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var referrals = await ByIdsAsync(ids, cancellation);
        var facts = (await database.ReferralFacts.Where(f => accounts.Contains(f.AccountId) && numbers.Contains(f.ReferralNumber)).ToListAsync(cancellation))
            .ToLookup(f => new OwnedId(f.AccountId, f.ReferralNumber));
        var milestones = (await database.ReferralMilestones.Where(m => accounts.Contains(m.AccountId) && numbers.Contains(m.ReferralNumber)).ToListAsync(cancellation))
            .ToLookup(m => new OwnedId(m.AccountId, m.ReferralNumber));
        var rewards = (await database.ReferralRewards.Where(r => accounts.Contains(r.AccountId) && numbers.Contains(r.ReferralNumber)).ToListAsync(cancellation))
            .ToLookup(r => new OwnedId(r.AccountId, r.ReferralNumber));
        return referrals.ToDictionary(r => r.Key, r => new ReferralProgress(r.Value, [.. facts[r.Key]], [.. milestones[r.Key]], [.. rewards[r.Key]]));
    }

    /// <summary>What waits for a person, the longest first; the cursor is a referral's number.</summary>
    public Task<Page<Referral>> ToReviewAsync(PageRequest page, CancellationToken cancellation) => ToReview().By(r => r.Number, page, descending: false).ReadAsync(page, cancellation);

    public Task<int> CountToReviewAsync(CancellationToken cancellation) => ToReview().CountAsync(cancellation);

    private IQueryable<Referral> ToReview() => database.Referrals.Where(r =>
        database.ReferralMilestones.Any(m => m.AccountId == r.AccountId && m.ReferralNumber == r.Number && m.State == MilestoneStage.UnderReview));

    private IQueryable<Referral> Where(AccountId owner, ReferralFilter filter)
    {
        var referrals = database.Referrals.Where(r => r.AccountId == owner.Value);
        if (filter.Program is { } program)
        {
            referrals = referrals.Where(r => r.Program == program);
        }

        if (filter.Source is { } source)
        {
            referrals = referrals.Where(r => r.Source == source);
        }

        if (filter.States is { } states)
        {
            // The same order as ReferralProgress.State, in the database's words: a page is cut after the filter.
            referrals = referrals.Where(r => states.Contains(
                r.State == ReferralStage.Rejected ? PublicReferralState.Rejected
                : r.State == ReferralStage.Ineligible || r.State == ReferralStage.Lapsed ? PublicReferralState.Expired
                : database.ReferralMilestones.Any(m => m.AccountId == r.AccountId && m.ReferralNumber == r.Number && m.State == MilestoneStage.UnderReview) ? PublicReferralState.PendingReview
                : database.ReferralMilestones.Any(m => m.AccountId == r.AccountId && m.ReferralNumber == r.Number && m.State == MilestoneStage.Held) ? PublicReferralState.Qualified
                : database.ReferralMilestones.Any(m => m.AccountId == r.AccountId && m.ReferralNumber == r.Number && m.State == MilestoneStage.Rewarded) ? PublicReferralState.Rewarded
                : database.ReferralMilestones.Any(m => m.AccountId == r.AccountId && m.ReferralNumber == r.Number && m.State == MilestoneStage.Reversed) ? PublicReferralState.Reversed
                : database.ReferralMilestones.Any(m => m.AccountId == r.AccountId && m.ReferralNumber == r.Number && m.State == MilestoneStage.Rejected) ? PublicReferralState.Rejected
                : database.ReferralMilestones.Any(m => m.AccountId == r.AccountId && m.ReferralNumber == r.Number && m.State == MilestoneStage.Capped) ? PublicReferralState.Expired
                : PublicReferralState.SignedUp));
        }

        return referrals;
    }
}
