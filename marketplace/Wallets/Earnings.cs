using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Wallets;

/// <param name="Account">Whose earnings.</param>
/// <param name="Amount">How much leaves.</param>
/// <param name="IdempotencyKey">One withdrawal, however often it is asked for.</param>
public sealed record Withdrawal(AccountId Account, Money Amount, string IdempotencyKey);

/// <summary>Keeps back what is meant for Connects (PAY-04), and pays out the rest of what was earned.</summary>
public sealed class Earnings(NpgsqlDataSource source, CashReader cash, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    public async Task<Outcome<CashWallet>> SetReserveAsync(AccountId account, Money reserve, Caller caller, CancellationToken cancellation)
    {
        var most = new Money(policies.At(clock.GetUtcNow()).Wallets.MaximumReserveCents);
        if (reserve.Cents < 0 || reserve.Cents > most.Cents)
        {
            return new Invalid("reserve", $"A reserve of $0.00 to {most} is expected.");
        }

        await using var command = source.CreateCommand("select outcome, status from marketplace.set_earnings_reserve($1, $2, $3)");
        command.AddText(caller.Subject).Add(account.Value).Add(reserve.Cents);
        string outcome;
        string? status;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            (outcome, status) = (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
        }

        return outcome switch
        {
            "SET" => await cash.ByOwnerAsync(account, cancellation),
            "NOT_FOUND" => new NotFound("account"),
            "FORBIDDEN" => Elses,
            "NOT_ACTIVE" => new Forbidden(new AccountNotActive(EnumText.Parse<AccountStatus>(status!)).Message),
            _ => throw new InvalidOperationException($"set_earnings_reserve answered '{outcome}'."),
        };
    }

    public async Task<Outcome<CashWallet>> WithdrawAsync(Withdrawal withdrawal, Caller caller, CancellationToken cancellation)
    {
        if (InputHash.CheckKey(withdrawal.IdempotencyKey) is { } invalid)
        {
            return invalid;
        }

        if (withdrawal.Amount.Cents < 1)
        {
            return new Invalid("amount", "At least $0.01 is withdrawn.");
        }

        var (outcome, status, available) = await TransientRetry.RunAsync(c => CallAsync(withdrawal, caller, c), cancellation);
        if (outcome == "WITHDRAWN")
        {
            changes.WalletChanged(withdrawal.Account);
        }

        return outcome switch
        {
            "WITHDRAWN" or "REPEATED" => await cash.ByOwnerAsync(withdrawal.Account, cancellation),
            "NOT_FOUND" => new NotFound("account"),
            "FORBIDDEN" => Elses,
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            "INSUFFICIENT_FUNDS" => new InsufficientFunds(withdrawal.Amount, new Money(available!.Value)),
            "IDEMPOTENCY_CONFLICT" => new IdempotencyConflict(),
            _ => throw new InvalidOperationException($"withdraw_earnings answered '{outcome}'."),
        };
    }

    private static Forbidden Elses => new("These earnings are somebody else's.");

    private async Task<(string Outcome, string? Status, long? Available)> CallAsync(Withdrawal withdrawal, Caller caller, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select outcome, status, available from marketplace.withdraw_earnings($1, $2, $3, $4, $5, $6)");
        command.AddText(caller.Subject).Add(withdrawal.Account.Value).Add(withdrawal.Amount.Cents).Add(withdrawal.IdempotencyKey).Add(InputHash.Of(withdrawal)).Add(clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
    }
}
