using Marketplace.Accounts;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Referrals;

/// <param name="Rank">Among those who are shown; equals share one.</param>
/// <param name="Name">A first name and an initial.</param>
/// <param name="Rewarded">How many whom the account brought have reached a reward that stands.</param>
public sealed record ReferralLeader(int Rank, string Name, int Rewarded);

/// <summary>AFF-07: who brings most, of those who asked to be shown. Counted from rewards that were paid and stand, nothing else.</summary>
public sealed class ReferralLeaderboard(NpgsqlDataSource source, AccountReader accounts, TimeProvider clock)
{
    public const int MostLeaders = 50;

    public async Task<Outcome<Account>> ListAsync(AccountId account, bool listed, Caller caller, CancellationToken cancellation)
    {
        var (outcome, status) = await source.CreateCommand("select outcome, status from marketplace.list_on_leaderboard($1, $2, $3, $4)")
            .AddText(caller.Subject).Add(account.Value).Add(listed).Add(clock.GetUtcNow())
            .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), cancellation);
        return outcome switch
        {
            "SET" => (await accounts.ByIdAsync(account, cancellation))!,
            "NOT_FOUND" => new NotFound("account"),
            "FORBIDDEN" => new Forbidden("Whoever is shown has asked for it: only the owner can."),
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            _ => throw new InvalidOperationException($"list_on_leaderboard answered '{outcome}'."),
        };
    }

    public async Task<IReadOnlyList<ReferralLeader>> ReadAsync(string program, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select rank() over (order by s.rewarded desc)::integer, s.display_name, s.rewarded::integer
            from (
                select a.id, a.display_name, count(*) as rewarded
                from marketplace.referral_leaderboard_listing l
                join marketplace.account a on a.id = l.account_id and a.status = 'ACTIVE'
                join marketplace.referral r on r.account_id = l.account_id and r.program = $1 and exists (
                    select 1 from marketplace.referral_milestone m where m.account_id = r.account_id and m.referral_number = r.number and m.state = 'REWARDED')
                group by a.id
            ) s order by s.rewarded desc, s.id limit $2
            """);
        command.Add(program).Add(MostLeaders);
        var leaders = new List<ReferralLeader>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            leaders.Add(new ReferralLeader(reader.GetInt32(0), ShortName.Of(reader.IsDBNull(1) ? null : reader.GetString(1)), reader.GetInt32(2)));
        }

        return leaders;
    }

    public async Task<IReadOnlySet<long>> ListedAsync(IEnumerable<long> wanted, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select account_id from marketplace.referral_leaderboard_listing where account_id = any ($1)");
        command.AddNumbers([.. wanted]);
        var listed = new HashSet<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            listed.Add(reader.GetInt64(0));
        }

        return listed;
    }
}
