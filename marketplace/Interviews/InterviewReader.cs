using Marketplace.Database;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Interviews;

public sealed class InterviewReader(MarketplaceDbContext database)
{
    /// <summary>The interviews of several proposals, by the proposals' ids.</summary>
    public async Task<IReadOnlyDictionary<OwnedId, Interview>> ByProposalsAsync(IReadOnlyCollection<OwnedId> proposals, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(proposals);
        var rows = await database.Interviews.Where(i => accounts.Contains(i.AccountId) && numbers.Contains(i.ProposalNumber)).ToListAsync(cancellation);
        return rows.Where(i => proposals.Contains(i.Id)).ToDictionary(i => i.Id);
    }

    /// <summary>What won interviews bring, by their proposals' ids.</summary>
    public async Task<IReadOnlyDictionary<OwnedId, InterviewReward>> RewardsAsync(IReadOnlyCollection<OwnedId> interviews, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(interviews);
        var rows = await database.InterviewRewards.Where(r => accounts.Contains(r.AccountId) && numbers.Contains(r.ProposalNumber)).ToListAsync(cancellation);
        return rows.Where(r => interviews.Contains(r.Id)).ToDictionary(r => r.Id);
    }
}
