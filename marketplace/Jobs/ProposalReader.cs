using Marketplace.Database;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Jobs;

public sealed class ProposalReader(MarketplaceDbContext database)
{
    public async Task<IReadOnlyDictionary<OwnedId, Proposal>> ByIdsAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.Proposals.Where(p => accounts.Contains(p.AccountId) && numbers.Contains(p.Number)).ToListAsync(cancellation);
        return rows.Where(p => ids.Contains(p.Id)).ToDictionary(p => p.Id);
    }

    public Task<Proposal> ByIdAsync(OwnedId id, CancellationToken cancellation) =>
        database.Proposals.FirstAsync(p => p.AccountId == id.AccountId && p.Number == id.Number, cancellation);

    /// <summary>A talent's proposals, newest first; the cursor is a proposal's number.</summary>
    public Task<Page<Proposal>> OfTalentAsync(AccountId talent, PageRequest page, CancellationToken cancellation) =>
        database.Proposals.Where(p => p.AccountId == talent.Value).By(p => p.Number, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> CountOfTalentAsync(AccountId talent, CancellationToken cancellation) =>
        database.Proposals.CountAsync(p => p.AccountId == talent.Value, cancellation);

    public Task<Page<Proposal>> OfJobAsync(JobId job, PageRequest page, CancellationToken cancellation) =>
        database.Proposals.Where(p => p.JobId == job.Value).By(p => p.Number, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> CountOfJobAsync(JobId job, CancellationToken cancellation) =>
        database.Proposals.CountAsync(p => p.JobId == job.Value, cancellation);
}
