using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Wallets;

public sealed record CourtesyGrant(AccountId Wallet, int Connects, string Reason, string IdempotencyKey);

/// <summary>GRT-10: support gives Connects with a reason, so many per talent within rolling days.</summary>
public sealed class CourtesyGrants(NpgsqlDataSource source, MarketplaceDbContext database, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    private const int MostCharacters = 1000;

    public async Task<Outcome<Lot>> GrantAsync(CourtesyGrant grant, string actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var policy = policies.At(now);
        if (Check(grant, policy.Wallets.CourtesyConnects) is { } invalid)
        {
            return invalid;
        }

        var answer = await TransientRetry.RunAsync(c => CallAsync(grant, actor, policy, now, c), cancellation);
        if (answer.Outcome == "GRANTED")
        {
            changes.WalletChanged(grant.Wallet);
        }

        return answer.Outcome switch
        {
            "GRANTED" or "REPEATED" => await database.Lots.FirstAsync(l => l.AccountId == grant.Wallet.Value && l.Number == answer.Lot, cancellation),
            "NOT_FOUND" => new NotFound("wallet"),
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(answer.Status!)),
            "CAP" => new Invalid("connects", string.Create(CultureInfo.InvariantCulture,
                $"A talent gets at most {policy.Wallets.CourtesyConnects} courtesy Connects in {policy.Wallets.CourtesyDays} days; this one may get {policy.Wallets.CourtesyConnects - answer.Given} more.")),
            "IDEMPOTENCY_CONFLICT" => new IdempotencyConflict(),
            _ => throw new InvalidOperationException($"grant_courtesy answered '{answer.Outcome}'."),
        };
    }

    private static Invalid? Check(CourtesyGrant grant, int most) =>
        InputHash.CheckKey(grant.IdempotencyKey)
        ?? (grant.Connects < 1 || grant.Connects > most ? new Invalid("connects", $"1 to {most} Connects are expected.") : null)
        ?? grant.Reason.Trim().Length switch
        {
            0 => new Invalid("reason", "Say why: the audit log keeps it."),
            > MostCharacters => new Invalid("reason", $"A reason of at most {MostCharacters} characters is expected."),
            _ => null,
        };

    private async Task<Answer> CallAsync(CourtesyGrant grant, string actor, Policy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select outcome, status, lot_number, given from marketplace.grant_courtesy($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
        command.Add(grant.Wallet.Value).Add(grant.Connects).Add(grant.Reason.Trim()).Add(actor).Add(policy.Wallets.CourtesyConnects).Add(now.AddDays(-policy.Wallets.CourtesyDays))
            .Add(grant.IdempotencyKey).Add(InputHash.Of(grant)).Add(now).Add(now.AddYears(policy.Connects.LifetimeYears));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new Answer(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? 0 : reader.GetInt64(2), reader.IsDBNull(3) ? 0 : reader.GetInt32(3));
    }

    private sealed record Answer(string Outcome, string? Status, long Lot, int Given);
}
