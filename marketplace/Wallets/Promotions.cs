using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Wallets;

/// <param name="Campaign">Its key.</param>
/// <param name="Wallets">To whom.</param>
/// <param name="Reason">Why these.</param>
public sealed record PromotionGrant(string Campaign, IReadOnlyList<AccountId> Wallets, string Reason);

/// <param name="Terms">The campaign.</param>
/// <param name="Granted">What it has given so far.</param>
public sealed record RunningPromotion(Promotion Terms, long Granted);

/// <param name="Promotion">The campaign as it stands now.</param>
/// <param name="Wallets">Who got something: whoever had it before is left out.</param>
public sealed record GrantedPromotion(RunningPromotion Promotion, IReadOnlyList<AccountId> Wallets);

/// <summary>GRT-09: gives a campaign's Connects, once to each talent and never beyond its budget.</summary>
public sealed class Promotions(NpgsqlDataSource source, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    private const int MostCharacters = 1000;
    private const int MostWallets = 1000;

    public async Task<IReadOnlyList<RunningPromotion>> InForceAsync(CancellationToken cancellation)
    {
        var granted = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var command = source.CreateCommand("select key, granted from marketplace.promotion");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            granted[reader.GetString(0)] = reader.GetInt64(1);
        }

        return [.. policies.At(clock.GetUtcNow()).Promotions.Select(p => new RunningPromotion(p, granted.GetValueOrDefault(p.Key)))];
    }

    public async Task<Outcome<GrantedPromotion>> GrantAsync(PromotionGrant grant, string actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var policy = policies.At(now);
        if (policy.Promotions.FirstOrDefault(p => p.Key == grant.Campaign) is not { } campaign)
        {
            return new Invalid("campaign", policy.Promotions.Count == 0 ? "No campaign is in force." : $"There is no campaign '{grant.Campaign}' in force; there are {string.Join(", ", policy.Promotions.Select(p => p.Key))}.");
        }

        if (Check(grant) is { } invalid)
        {
            return invalid;
        }

        var answer = await TransientRetry.RunAsync(c => CallAsync(grant, campaign, actor, now, now.AddYears(policy.Connects.LifetimeYears), c), cancellation);
        if (answer.Outcome == "GRANTED")
        {
            changes.WalletsChanged(answer.Touched);
        }

        return answer.Outcome switch
        {
            "GRANTED" => new GrantedPromotion(new RunningPromotion(campaign, answer.Granted), [.. answer.Touched.Select(a => new AccountId(a))]),
            "NOT_FOUND" => new Invalid("walletIds", $"There is no talent's wallet in place {Place(grant, answer.Account)} of the list; nobody was given anything."),
            "NOT_ACTIVE" => new Invalid("walletIds", $"The account in place {Place(grant, answer.Account)} of the list is not active; nobody was given anything."),
            "BUDGET" => new Invalid("walletIds", string.Create(CultureInfo.InvariantCulture,
                $"The budget of {campaign.Key} is {campaign.Budget} Connects, of which {answer.Granted} are given: it holds {Math.Max(0, (campaign.Budget - answer.Granted) / campaign.Connects)} more grants of {campaign.Connects}. Nobody was given anything.")),
            _ => throw new InvalidOperationException($"grant_promotion answered '{answer.Outcome}'."),
        };
    }

    private static int Place(PromotionGrant grant, long account) => 1 + grant.Wallets.ToList().FindIndex(w => w.Value == account);

    private static Invalid? Check(PromotionGrant grant) => grant switch
    {
        { Wallets.Count: 0 or > MostWallets } => new Invalid("walletIds", $"1 to {MostWallets} wallets are expected."),
        { Reason: var reason } when reason.Trim().Length is 0 or > MostCharacters => new Invalid("reason", $"Say why in at most {MostCharacters} characters: the audit log keeps it."),
        _ => null,
    };

    private Task<(string Outcome, long Account, long[] Touched, long Granted)> CallAsync(
        PromotionGrant grant, Promotion campaign, string actor, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellation) =>
        source.CreateCommand("select outcome, account, touched, granted from marketplace.grant_promotion($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .Add(campaign.Key).Add(campaign.Name.Trim()).Add(campaign.Connects).Add(campaign.Budget).Add(campaign.ApprovedBy.Trim())
            .Add<long[]>([.. grant.Wallets.Select(w => w.Value)]).Add(actor).Add(grant.Reason.Trim()).Add(now).Add(expiresAt)
            .SingleAsync(
                row => (row.GetString(0), row.IsDBNull(1) ? 0 : row.GetInt64(1), row.IsDBNull(2) ? [] : row.GetFieldValue<long[]>(2), row.IsDBNull(3) ? 0 : row.GetInt64(3)),
                cancellation);
}
