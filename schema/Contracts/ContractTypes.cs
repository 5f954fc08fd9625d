using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Jobs;

namespace Marketplace.Schema.Contracts;

/// <summary>Work that a client and a talent agreed on.</summary>
[ObjectType<Contract>(Include = [nameof(Contract.Status), nameof(Contract.StartedAt), nameof(Contract.EndsAt)])]
[Node]
public static class ContractType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, Contract>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, ContractReader contracts, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Proposals, cancellation);
        var found = await contracts.ByIdsAsync(ids, cancellation);
        return found.Where(c => readable(c.Value.AccountId) || readable(c.Value.ClientId)).ToDictionary(c => c.Key, c => c.Value);
    }

    [BatchResolver]
    public static async Task<IReadOnlyList<Job>> GetJobAsync([Parent] IReadOnlyList<Contract> contracts, JobReader jobs, CancellationToken cancellation) =>
        contracts.InOrder(c => c.JobId, await jobs.ByIdsAsync(contracts.Select(c => c.JobId), cancellation));

    [BatchResolver]
    public static async Task<IReadOnlyList<Talent>> GetTalentAsync([Parent] IReadOnlyList<Contract> contracts, AccountReader accounts, CancellationToken cancellation)
    {
        var talents = await accounts.ByIdsAsync(contracts.Select(c => c.AccountId), cancellation);
        return [.. contracts.Select(c => (Talent)talents[c.AccountId])];
    }

    /// <summary>The hours that the client authorized for the week that runs; null for a fixed price.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<int?>> GetAuthorizedHoursThisWeekAsync([Parent] IReadOnlyList<Contract> contracts, ContractReader reader, CancellationToken cancellation)
    {
        var hours = await reader.HoursAsync([.. contracts.Select(c => c.Id)], cancellation);
        return [.. contracts.Select(c => hours.TryGetValue(c.Id, out var authorized) ? (int?)authorized : null)];
    }

    /// <summary>Paid so far, less what went back.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<MoneyAmount>> GetPaidAsync([Parent] IReadOnlyList<Contract> contracts, ContractReader reader, CancellationToken cancellation)
    {
        var paid = await reader.PaidAsync([.. contracts.Select(c => c.Id)], cancellation);
        return [.. contracts.Select(c => MoneyAmount.Of(new Money(paid.GetValueOrDefault(c.Id))))];
    }
}

[ObjectType<Payment>(Include = [])]
[Node]
public static class PaymentType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, Payment>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, ContractReader contracts, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        var found = await contracts.PaymentsAsync(ids, cancellation);
        return found.Where(p => readable(p.Value.AccountId) || readable(p.Value.ClientId)).ToDictionary(p => p.Key, p => p.Value);
    }

    [BatchResolver]
    public static async Task<IReadOnlyList<Contract>> GetContractAsync([Parent] IReadOnlyList<Payment> payments, ContractReader contracts, CancellationToken cancellation)
    {
        static OwnedId Of(Payment payment) => new(payment.AccountId, payment.ContractNumber);
        return payments.InOrder(Of, await contracts.ByIdsAsync([.. payments.Select(Of)], cancellation));
    }

    public static MoneyAmount GetAmount([Parent] Payment payment) => MoneyAmount.Of(new Money(payment.AmountCents));

    public static MoneyAmount GetRefunded([Parent] Payment payment) => MoneyAmount.Of(new Money(payment.RefundedCents));

    public static DateTimeOffset GetAt([Parent] Payment payment) => payment.PaidAt;
}

[ObjectType<ClientRecord>(Include = [nameof(ClientRecord.JobsPosted), nameof(ClientRecord.Hires), nameof(ClientRecord.HireRate), nameof(ClientRecord.ClosedWithoutHire)])]
public static class ClientRecordType
{
    public static MoneyAmount GetPaid([Parent] ClientRecord record) => MoneyAmount.Of(new Money(record.PaidCents));
}

[ObjectType<Client>]
public static class ClientContracts
{
    /// <summary>What talents look at before they spend Connects on this client's jobs.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<ClientRecord>> GetRecordAsync([Parent] IReadOnlyList<Client> clients, ContractReader contracts, CancellationToken cancellation) =>
        clients.InOrder(c => c.Id, await contracts.RecordsAsync(clients.Select(c => c.Id), cancellation));
}

[ObjectType<Job>]
public static class JobContracts
{
    /// <summary>Only the job's client and staff see these.</summary>
    [Authorize(Policy = Policies.Owner)]
    public static async Task<Connection<Contract>> GetContractsAsync([Parent] Job job, PageArguments page, CallerAccess caller, ContractReader contracts, CancellationToken cancellation)
    {
        if (!(await caller.ReadableAsync(Readers.Proposals, cancellation))(job.ClientId))
        {
            throw CallerAccess.Refused("The list of a job's contracts");
        }

        return (await contracts.OfJobAsync(job.JobId, page.ToRequest(), cancellation)).ToConnection(c => c.Number, async c => await contracts.CountOfJobAsync(job.JobId, c));
    }
}
