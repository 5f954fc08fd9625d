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
}
