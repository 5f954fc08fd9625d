using Marketplace.Database;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>REF-14: clicks of visitors who agreed to be remembered.</summary>
public sealed class ReferralClicks(NpgsqlDataSource source, TimeProvider clock)
{
    private const int MostChannelCharacters = 100;

    /// <summary>Whether the code is somebody's; a visitor's click on one link counts once a day.</summary>
    public Task<bool> RecordAsync(string code, Guid visitor, string? channel, CancellationToken cancellation) =>
        source.CreateCommand("select marketplace.record_referral_touch($1, $2, $3, $4)")
            .Add(code).Add(visitor).AddText(channel is { Length: > 0 } ? channel[..Math.Min(channel.Length, MostChannelCharacters)] : null).Add(clock.GetUtcNow())
            .SingleAsync(row => row.GetBoolean(0), cancellation);

    public Task<bool> ExistsAsync(string code, CancellationToken cancellation) =>
        source.CreateCommand("select exists (select 1 from marketplace.referral_link where code = $1)").Add(code).SingleAsync(row => row.GetBoolean(0), cancellation);
}
