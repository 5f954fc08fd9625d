using Marketplace.Database;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Contracts;

/// <summary>What talents look at before they spend Connects on a client's jobs (CLI-07).</summary>
/// <param name="JobsPosted">Every job the client posted.</param>
/// <param name="Hires">Contracts made.</param>
/// <param name="JobsWithHire">Jobs on which somebody was hired.</param>
/// <param name="ClosedWithoutHire">Jobs closed or removed with nobody hired.</param>
/// <param name="PaidCents">Paid on contracts, less what went back.</param>
public sealed record ClientRecord(int JobsPosted, int Hires, int JobsWithHire, int ClosedWithoutHire, long PaidCents)
{
    /// <summary>The share of posted jobs that ended in a hire, 0 to 1.</summary>
    public decimal HireRate => JobsPosted == 0 ? 0 : decimal.Round((decimal)JobsWithHire / JobsPosted, 4);
}

public sealed class ContractReader(MarketplaceDbContext database)
{
    public async Task<IReadOnlyDictionary<OwnedId, Contract>> ByIdsAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.Contracts.Where(c => accounts.Contains(c.AccountId) && numbers.Contains(c.Number)).ToListAsync(cancellation);
        return rows.Where(c => ids.Contains(c.Id)).ToDictionary(c => c.Id);
    }

    public async Task<Contract?> ByIdAsync(OwnedId id, CancellationToken cancellation) => (await ByIdsAsync([id], cancellation)).GetValueOrDefault(id);

    public Task<Page<Contract>> OfJobAsync(JobId job, PageRequest page, CancellationToken cancellation) =>
        database.Contracts.Where(c => c.JobId == job.Value).By(c => c.Number, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> CountOfJobAsync(JobId job, CancellationToken cancellation) => database.Contracts.CountAsync(c => c.JobId == job.Value, cancellation);

    public async Task<IReadOnlyDictionary<OwnedId, Payment>> PaymentsAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.Payments.Where(p => accounts.Contains(p.AccountId) && numbers.Contains(p.Number)).ToListAsync(cancellation);
        return rows.Where(p => ids.Contains(p.Id)).ToDictionary(p => p.Id);
    }

    /// <summary>What was paid on several contracts, less what went back, by the contracts' ids.</summary>
    public async Task<IReadOnlyDictionary<OwnedId, long>> PaidAsync(IReadOnlyCollection<OwnedId> contracts, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(contracts);
        var sums = await database.Payments.Where(p => accounts.Contains(p.AccountId) && numbers.Contains(p.ContractNumber))
            .GroupBy(p => new { p.AccountId, p.ContractNumber })
            .Select(g => new { g.Key.AccountId, g.Key.ContractNumber, Cents = g.Sum(p => p.AmountCents - p.RefundedCents) }).ToListAsync(cancellation);
        return sums.ToDictionary(s => new OwnedId(s.AccountId, s.ContractNumber), s => s.Cents);
    }

    /// <summary>The hours authorized for the week that runs, by the contracts' ids; nothing for those without.</summary>
    public async Task<IReadOnlyDictionary<OwnedId, int>> HoursAsync(IReadOnlyCollection<OwnedId> contracts, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(contracts);
        var rows = await database.AuthorizedHours.Where(h => accounts.Contains(h.AccountId) && numbers.Contains(h.ContractNumber)).ToListAsync(cancellation);
        return rows.GroupBy(h => new OwnedId(h.AccountId, h.ContractNumber)).ToDictionary(g => g.Key, g => g.MaxBy(h => h.Number)!.Hours);
    }

    public async Task<IReadOnlyDictionary<long, ClientRecord>> RecordsAsync(IEnumerable<long> clients, CancellationToken cancellation)
    {
        var wanted = clients.Distinct().ToArray();
        var jobs = await database.Jobs.Where(j => wanted.Contains(j.ClientId)).GroupBy(j => j.ClientId).Select(g => new
        {
            Client = g.Key,
            Posted = g.Count(),
            WithHire = g.Count(j => database.Contracts.Any(c => c.JobId == j.Id)),
            Unhired = g.Count(j => j.ClosedAt != null && !database.Contracts.Any(c => c.JobId == j.Id)),
        }).ToDictionaryAsync(g => g.Client, cancellation);
        var hires = await database.Contracts.Where(c => wanted.Contains(c.ClientId)).GroupBy(c => c.ClientId)
            .Select(g => new { Client = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Client, g => g.Count, cancellation);
        var paid = await database.Payments.Where(p => wanted.Contains(p.ClientId)).GroupBy(p => p.ClientId)
            .Select(g => new { Client = g.Key, Cents = g.Sum(p => p.AmountCents - p.RefundedCents) }).ToDictionaryAsync(g => g.Client, g => g.Cents, cancellation);
        return wanted.ToDictionary(client => client, client => jobs.TryGetValue(client, out var j)
            ? new ClientRecord(j.Posted, hires.GetValueOrDefault(client), j.WithHire, j.Unhired, paid.GetValueOrDefault(client))
            : new ClientRecord(0, 0, 0, 0, 0));
    }
}
