using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Plans;

/// <summary>
/// Asks the gateway for the fees that are written down and writes down what it says. No database transaction is open meanwhile; a charge keeps
/// its amount and its reference, so that asking again after a crash, or from two nodes at once, charges once.
/// </summary>
public sealed class PlanCharges(NpgsqlDataSource source, PolicyBook policies, IPaymentGateway gateway, InstrumentMarks instruments, ChangeFeed changes)
{
    private const int AskedAtOnce = 8;
    private const int Page = 200;
    private const int Questions = 5;

    private readonly string _terms = PlanTerms.Json(policies);

    /// <summary>Asks for every open charge, of one account or of all; what the gateway failed to answer stays open and is left out next time.</summary>
    /// <returns>How many were settled or declined.</returns>
    internal async Task<int> SettleOpenAsync(AccountId? account, DateTimeOffset now, ConcurrentDictionary<long, Exception> failed, CancellationToken cancellation)
    {
        var settled = 0;
        var after = 0L;
        while (await OpenAsync(account, after, cancellation) is { Count: > 0 } open)
        {
            after = open[^1].Number;
            var answers = new ConcurrentBag<Answer>();
            await Parallel.ForEachAsync(
                open.Where(c => !failed.ContainsKey(c.Number)),
                new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = cancellation },
                async (charge, stop) =>
                {
                    try
                    {
                        answers.Add(new Answer(charge, await AskAsync(charge, stop)));
                    }
                    catch (Exception failure) when (failure is not OperationCanceledException)
                    {
                        // One that fails must not keep the others waiting behind it.
                        failed[charge.Number] = failure;
                    }
                });
            // What was taken is written down, whoever leaves.
            settled += await WriteAsync([.. answers], now, CancellationToken.None);
        }

        return settled;
    }

    /// <summary>Late is declined: a cycle does not wait for a payment that may come. A gateway that is busy with this very charge is asked again.</summary>
    private async Task<bool> AskAsync(OpenCharge charge, CancellationToken cancellation)
    {
        var request = new Charge(charge.Reference, new Money(charge.PriceCents), charge.Method, charge.Token, AtOnce: true);
        for (var question = 1; ; question++)
        {
            var answer = await gateway.ChargeAsync(request, cancellation);
            if (answer.Outcome != ChargeOutcome.Pending || question == Questions)
            {
                await instruments.RecordAsync(new AccountId(charge.Account), answer, cancellation);
                return answer.Outcome == ChargeOutcome.Settled;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20 * question), cancellation);
        }
    }

    private async Task<int> WriteAsync(Answer[] answers, DateTimeOffset now, CancellationToken cancellation)
    {
        var renewals = answers.Where(a => !a.Charge.IsUpgrade).ToArray();
        var touched = renewals.Length == 0 ? [] : await TransientRetry.RunAsync(c => SettleRenewalsAsync(renewals, now, c), cancellation);
        var settled = touched.Length;
        foreach (var (charge, taken) in answers.Where(a => a.Charge.IsUpgrade))
        {
            settled += await TransientRetry.RunAsync(c => SettleUpgradeAsync(charge, taken, now, c), cancellation);
        }

        changes.WalletsChanged([.. touched, .. answers.Where(a => a.Charge.IsUpgrade).Select(a => a.Charge.Account)]);
        return settled;
    }

    private async Task<long[]> SettleRenewalsAsync(Answer[] answers, DateTimeOffset now, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(answers.Select(a => new { account_id = a.Charge.Account, number = a.Charge.Number, attempt = a.Charge.Attempt, settled = a.Settled }));
        await using var command = source.CreateCommand("select marketplace.settle_renewals($1::jsonb, $2, $3::jsonb, $4)");
        command.Add(_terms).Add<int[]>([.. policies.At(now).Memberships.FeeRetryDays]).Add(json).Add(now);
        return (long[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<int> SettleUpgradeAsync(OpenCharge charge, bool taken, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select marketplace.settle_upgrade($1, $2, $3, $4, $5)");
        command.Add(charge.Account).Add(charge.Number).Add(taken).Add(now).Add(now.AddYears(policies.At(now).Connects.LifetimeYears));
        return (string)(await command.ExecuteScalarAsync(cancellation))! switch
        {
            "SETTLED" => 1,
            "REPEATED" => 0,
            var answer => throw new InvalidOperationException($"The charge {charge.Reference} of {new Money(charge.PriceCents)} was answered twice, differently: {answer}."),
        };
    }

    private async Task<List<OpenCharge>> OpenAsync(AccountId? account, long after, CancellationToken cancellation)
    {
        // A closed account is never charged; a suspended one not while it is suspended.
        await using var command = source.CreateCommand("""
            select c.account_id, c.number, c.purpose = 'UPGRADE', c.price_cents, c.method, c.token, c.reference, c.attempt
            from marketplace.plan_charge c join marketplace.account a on a.id = c.account_id
            where c.state = 'PENDING' and a.status = 'ACTIVE' and c.number > $1 and ($2::bigint is null or c.account_id = $2)
            order by c.number limit $3
            """);
        command.Add(after).AddNumber(account?.Value).Add(Page);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var open = new List<OpenCharge>();
        while (await reader.ReadAsync(cancellation))
        {
            open.Add(new OpenCharge(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetInt64(3), EnumText.Parse<PaymentMethod>(reader.GetString(4)),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6), reader.GetInt32(7)));
        }

        return open;
    }

    private sealed record OpenCharge(long Account, long Number, bool IsUpgrade, long PriceCents, PaymentMethod Method, string? Token, string Reference, int Attempt);

    private sealed record Answer(OpenCharge Charge, bool Settled);
}
