using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <param name="Program">Whose sign-ups.</param>
/// <param name="Clicks">On its links in that time: one a visitor, link and day, of those who agreed to be remembered.</param>
/// <param name="SignUps">Who signed up by it and was eligible.</param>
/// <param name="Qualified">Of them, with a reward on hold or paid.</param>
/// <param name="Rewarded">Of them, with a reward that was paid and stands.</param>
/// <param name="CashPaid">To both sides, net of what was taken back.</param>
/// <param name="CashOnHold">Promised to both sides.</param>
/// <param name="ConnectsGiven">To both sides, net of what was taken back.</param>
/// <param name="ConnectsCost">What those Connects would cost to buy today.</param>
/// <param name="Revenue">What the referred accounts have paid the platform since they signed up: Connects, membership fees, featured jobs, fees of contracts.</param>
public sealed record ProgramEconomics(
    ReferralProgram Program, long Clicks, long SignUps, long Qualified, long Rewarded, Money CashPaid, Money CashOnHold, int ConnectsGiven, Money ConnectsCost, Money Revenue)
{
    public Money Cost => new(CashPaid.Cents + CashOnHold.Cents + ConnectsCost.Cents);
}

/// <summary>
/// REF-29: what programs cost and what came of it, by when people signed up. Accounts that were referred, not accounts that there would not be otherwise: nobody is held out from referring,
/// so what a program adds is for an experiment to say.
/// </summary>
public sealed class ReferralEconomics(NpgsqlDataSource source, PolicyBook policies, TimeProvider clock)
{
    public async Task<IReadOnlyList<ProgramEconomics>> ReadAsync(DateTimeOffset? since, DateTimeOffset? until, CancellationToken cancellation)
    {
        var policy = policies.At(clock.GetUtcNow());
        var clicks = await ClicksAsync(since, until, cancellation);
        var found = new Dictionary<string, ProgramEconomics>(StringComparer.Ordinal);
        await using var command = source.CreateCommand(
            "select program, sign_ups, qualified, rewarded, cash_paid, cash_on_hold, connects_given, revenue from marketplace.referral_economics(coalesce($1, '-infinity'), coalesce($2, 'infinity'))");
        command.AddInstant(since?.ToUniversalTime()).AddInstant(until?.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (policy.Referrals.Programs.SingleOrDefault(p => p.Key == reader.GetString(0)) is { } program)
            {
                found.Add(program.Key, new ProgramEconomics(
                    program, clicks.GetValueOrDefault(program.Key), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), new Money(reader.GetInt64(4)), new Money(reader.GetInt64(5)), (int)reader.GetInt64(6),
                    new Money(reader.GetInt64(6) * policy.Connects.UnitPriceCents), new Money(reader.GetInt64(7))));
            }
        }

        return
        [
            .. policy.Referrals.Programs.Where(p => p.Enabled || clicks.ContainsKey(p.Key) || found.ContainsKey(p.Key))
                .Select(p => found.GetValueOrDefault(p.Key) ?? Nothing(p, clicks.GetValueOrDefault(p.Key))),
        ];
    }

    private async Task<Dictionary<string, long>> ClicksAsync(DateTimeOffset? since, DateTimeOffset? until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select l.program, count(*)
            from marketplace.referral_touch t join marketplace.referral_link l on l.account_id = t.account_id and l.number = t.link_number
            where t.at >= coalesce($1, '-infinity') and t.at < coalesce($2, 'infinity')
            group by l.program
            """);
        command.AddInstant(since?.ToUniversalTime()).AddInstant(until?.ToUniversalTime());
        var clicks = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            clicks.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return clicks;
    }

    private static ProgramEconomics Nothing(ReferralProgram program, long clicks) => new(program, clicks, 0, 0, 0, default, default, 0, default, default);
}
