using Marketplace.Database;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

/// <summary>Reads accounts, and which of them a person acts for.</summary>
public sealed class AccountReader(MarketplaceDbContext database)
{
    private readonly Dictionary<string, IReadOnlySet<long>> _accountsOf = new(StringComparer.Ordinal);

    public async Task<IReadOnlyDictionary<long, Account>> ByIdsAsync(IEnumerable<long> ids, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().ToArray();
        return await database.Accounts.Where(a => wanted.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellation);
    }

    public Task<Account?> ByIdAsync(AccountId id, CancellationToken cancellation) =>
        database.Accounts.FirstOrDefaultAsync(a => a.Id == id.Value, cancellation);

    /// <summary>The person's own accounts and the agencies they are a member of; asked once per request.</summary>
    public async Task<IReadOnlySet<long>> AccountsOfAsync(Caller caller, CancellationToken cancellation)
    {
        if (caller.Subject is not { } subject)
        {
            return new HashSet<long>();
        }

        if (!_accountsOf.TryGetValue(subject, out var accounts))
        {
            var own = database.Accounts.Where(a => a.Subject == subject).Select(a => a.Id);
            // A member who is suspended or banned acts for no agency.
            var active = database.Accounts.Where(a => a.Subject == subject && a.Status == AccountStatus.Active).Select(a => a.Id);
            var agencies = database.AgencyMembers.Where(m => active.Contains(m.FreelancerId)).Select(m => m.AgencyId);
            _accountsOf[subject] = accounts = (await own.Union(agencies).ToListAsync(cancellation)).ToHashSet();
        }

        return accounts;
    }

    /// <summary>Owner, or one of the staff roles named.</summary>
    public async Task<bool> MayReadAsync(Caller caller, long account, Role[] staff, CancellationToken cancellation) =>
        caller.HasAny(staff) || (await AccountsOfAsync(caller, cancellation)).Contains(account);

    /// <summary>The person's only account of their own; null when there is none or several.</summary>
    public async Task<Account?> OnlyAccountOfAsync(Caller caller, CancellationToken cancellation)
    {
        if (caller.Subject is not { } subject)
        {
            return null;
        }

        var accounts = await database.Accounts.Where(a => a.Subject == subject).OrderBy(a => a.Id).Take(2).ToListAsync(cancellation);
        return accounts is [var only] ? only : null;
    }

    public Task<PlanCode> PlanOfAsync(AccountId account, CancellationToken cancellation) =>
        database.Memberships.Where(m => m.AccountId == account.Value).Select(m => m.Plan).FirstAsync(cancellation);
}
