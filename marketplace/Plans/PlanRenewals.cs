using System.Collections.Concurrent;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Plans;

/// <summary>
/// Brings memberships to where they must be at an instant: every cycle date that has come is gone through, one after the other, with its fee, a
/// waiting downgrade and its Connects. For all members, or for one who asks for something before the sweep has come by.
/// </summary>
public sealed class PlanRenewals(NpgsqlDataSource source, PolicyBook policies, PlanCharges charges, ChangeFeed changes)
{
    private const int MembersAtOnce = 500;

    private readonly string _terms = PlanTerms.Json(policies);

    /// <param name="account">One member; null for all.</param>
    /// <param name="now">The instant to bring them to.</param>
    /// <param name="progressed">Told after each chunk how many cycles it went through.</param>
    /// <param name="cancellation">Ends between two chunks.</param>
    public async Task RunAsync(AccountId? account, DateTimeOffset now, Func<int, Task>? progressed, CancellationToken cancellation)
    {
        var failed = new ConcurrentDictionary<long, Exception>();
        while (true)
        {
            var done = await charges.SettleOpenAsync(account, now, failed, cancellation);
            done += await TransientRetry.RunAsync(c => RenewAsync(account, now, c), cancellation);
            if (progressed is not null)
            {
                await progressed(done);
            }

            var opened = await TransientRetry.RunAsync(c => OpenAsync(account, now, c), cancellation);
            if (done + opened > 0)
            {
                continue;
            }

            // Nothing to do: either all is done, or somebody holds the last members for a moment.
            if (!await AnyDueAsync(account, now, cancellation))
            {
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }

        if (!failed.IsEmpty)
        {
            throw new AggregateException($"{failed.Count} membership fees could not be asked for; they are asked for again by the next run.", failed.Values);
        }
    }

    private async Task<int> RenewAsync(AccountId? account, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select renewed, accounts from marketplace.renew_members($1::jsonb, $2, $3, $4, $5)");
        command.Add(_terms).Add<int[]>([.. policies.At(now).Memberships.FeeRetryDays]).AddNumbers(Only(account)).Add(MembersAtOnce).Add(now);
        int renewed;
        long[] accounts;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            (renewed, accounts) = (reader.GetInt32(0), reader.GetFieldValue<long[]>(1));
        }

        changes.WalletsChanged(accounts);
        return renewed;
    }

    private async Task<int> OpenAsync(AccountId? account, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select marketplace.open_renewals($1::jsonb, $2, $3, $4)");
        command.Add(_terms).AddNumbers(Only(account)).Add(MembersAtOnce).Add(now);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<bool> AnyDueAsync(AccountId? account, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select cardinality(marketplace.due_members($1::jsonb, $2, null, 1, $3)) > 0");
        command.Add(_terms).AddNumbers(Only(account)).Add(now);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static long[]? Only(AccountId? account) => account is { } one ? [one.Value] : null;
}
