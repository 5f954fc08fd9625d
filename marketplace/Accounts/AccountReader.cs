using Marketplace.Database;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

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
            // A member who is suspended or banned acts for no agency.
            var command = new NpgsqlCommand("""
                select id from marketplace.account where subject = $1
                union
                select m.agency_id from marketplace.account a join marketplace.agency_member m on m.freelancer_id = a.id where a.subject = $1 and a.status = 'ACTIVE'
                """).Add(subject);
            _accountsOf[subject] = accounts = (await database.ReadAsync(command, row => row.GetInt64(0), isPlannedOnce: true, cancellation)).ToHashSet();
        }

        return accounts;
    }

    /// <summary>Which of these accounts are talents whose private fields the caller may read: their own, their agencies', or all for the staff roles named.</summary>
    public async Task<IReadOnlyList<AccountId>> ReadableTalentsAsync(Caller caller, IEnumerable<AccountId> ids, Role[] staff, CancellationToken cancellation)
    {
        var isStaff = caller.HasAny(staff);
        if (caller.Subject is null && !isStaff)
        {
            return [];
        }

        long[] wanted = [.. ids.Select(i => i.Value)];
        // As AccountsOfAsync says, in one statement. One id is said as one: for any number of them no plan is kept, since PostgreSQL reckons with ten.
        var command = wanted is [var one]
            ? new NpgsqlCommand("select t.id from marketplace.account t where t.id = $1 and t.kind in ('FREELANCER', 'AGENCY')").Add(one)
            : new NpgsqlCommand("select t.id from marketplace.account t where t.id = any ($1) and t.kind in ('FREELANCER', 'AGENCY')").Add(wanted);
        if (!isStaff)
        {
            command.CommandText += """
                 and (t.subject = $2 or exists (
                    select from marketplace.agency_member m join marketplace.account a on a.id = m.freelancer_id
                    where m.agency_id = t.id and a.subject = $2 and a.status = 'ACTIVE'))
                """;
            command.Add(caller.Subject!);
        }

        return await database.ReadAsync(command, row => new AccountId(row.GetInt64(0)), isPlannedOnce: true, cancellation);
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

    /// <summary>Accounts by what staff look for, newest first; the cursor is an account's id.</summary>
    public Task<Page<Account>> PageAsync(AccountFilter filter, PageRequest page, CancellationToken cancellation) =>
        Where(filter).By(a => a.Id, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> CountAsync(AccountFilter filter, CancellationToken cancellation) => Where(filter).CountAsync(cancellation);

    /// <summary>The badges of several talents, in the order they were awarded.</summary>
    public async Task<ILookup<long, Badge>> BadgesAsync(IEnumerable<long> talents, CancellationToken cancellation)
    {
        var wanted = talents.Distinct().ToArray();
        var badges = await database.Badges.Where(b => wanted.Contains(b.AccountId)).OrderBy(b => b.AwardedAt).ThenBy(b => b.Badge).ToListAsync(cancellation);
        return badges.ToLookup(b => b.AccountId, b => b.Badge);
    }

    /// <summary>The freelancers of several agencies, in the order they joined.</summary>
    public async Task<ILookup<long, Freelancer>> MembersAsync(IEnumerable<long> agencies, CancellationToken cancellation)
    {
        var wanted = agencies.Distinct().ToArray();
        var members = await (from member in database.AgencyMembers
                             join freelancer in database.Accounts.OfType<Freelancer>() on member.FreelancerId equals freelancer.Id
                             where wanted.Contains(member.AgencyId)
                             orderby member.JoinedAt, freelancer.Id
                             select new { member.AgencyId, Freelancer = freelancer }).ToListAsync(cancellation);
        return members.ToLookup(m => m.AgencyId, m => m.Freelancer);
    }

    public Task<PlanCode> PlanOfAsync(AccountId account, CancellationToken cancellation) =>
        database.Memberships.Where(m => m.AccountId == account.Value).Select(m => m.Plan).FirstAsync(cancellation);

    private IQueryable<Account> Where(AccountFilter filter)
    {
        var accounts = database.Accounts.AsQueryable();
        if (filter.Kind is { } kind)
        {
            accounts = accounts.Where(a => a.Kind == kind);
        }

        if (filter.Status is { } status)
        {
            accounts = accounts.Where(a => a.Status == status);
        }

        if (!string.IsNullOrWhiteSpace(filter.DisplayNameContains))
        {
            var pattern = "%" + filter.DisplayNameContains.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            accounts = accounts.Where(a => EF.Functions.ILike(a.DisplayName!, pattern));
        }

        // The whole address: who asks knows whom they look for.
        if (!string.IsNullOrWhiteSpace(filter.Email))
        {
            var email = filter.Email.Trim().ToLowerInvariant();
            accounts = accounts.Where(a => a.EmailNormalized == email);
        }

        return accounts;
    }
}

/// <summary>What staff look for; null means any.</summary>
public sealed record AccountFilter(AccountKind? Kind = null, AccountStatus? Status = null, string? DisplayNameContains = null, string? Email = null);
