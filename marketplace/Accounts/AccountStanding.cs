using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Accounts;

/// <summary>
/// Suspension, reinstatement, ban, closing and erasure. RFD-05..07: what a closed or banned account's lots hold is forfeited, a suspended
/// one's stays and keeps expiring. Earned cash stays payable.
/// </summary>
public sealed class AccountStanding(NpgsqlDataSource source, AccountReader accounts, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    private const int MostCharacters = 1000;

    public Task<Outcome<Account>> SuspendAsync(AccountId id, bool permanently, string reason, string actor, CancellationToken cancellation) =>
        ChangeAsync(id, permanently ? AccountStatus.Banned : AccountStatus.Suspended, actor, reason, cancellation);

    public Task<Outcome<Account>> ReinstateAsync(AccountId id, string reason, string actor, CancellationToken cancellation) =>
        ChangeAsync(id, AccountStatus.Active, actor, reason, cancellation);

    public async Task<Outcome<Account>> CloseAsync(AccountId id, Caller caller, string actor, CancellationToken cancellation)
    {
        if (await accounts.ByIdAsync(id, cancellation) is not { } account)
        {
            return new NotFound("account");
        }

        // An agency is closed by who owns it, not by its members.
        return account.Subject is not null && account.Subject == caller.Subject || caller.HasAny(Role.Support, Role.Admin)
            ? await ChangeAsync(id, AccountStatus.Closed, actor, null, cancellation)
            : new Forbidden("Only the account's owner, or support, closes it.");
    }

    public async Task<Outcome<Account>> EraseAsync(AccountId id, string reason, string actor, CancellationToken cancellation)
    {
        if (CheckReason(reason) is { } invalid)
        {
            return invalid;
        }

        var (outcome, status) = await CallAsync(
            "select outcome, status from marketplace.erase_account($1, $2, $3, $4)", command => command.Add(id.Value).Add(actor).Add(reason.Trim()).Add(clock.GetUtcNow()), cancellation);
        return outcome switch
        {
            "ERASED" => (await accounts.ByIdAsync(id, cancellation))!,
            "NOT_FOUND" => new NotFound("account"),
            "WRONG_STATE" => new WrongState(status!, $"The account is {Words.Of(EnumText.Parse<AccountStatus>(status!))}; only a closed or banned account is erased. Close it first."),
            _ => throw new InvalidOperationException($"erase_account answered '{outcome}'."),
        };
    }

    private async Task<Outcome<Account>> ChangeAsync(AccountId id, AccountStatus to, string actor, string? reason, CancellationToken cancellation)
    {
        if (to != AccountStatus.Closed && CheckReason(reason) is { } invalid)
        {
            return invalid;
        }

        var now = clock.GetUtcNow();
        var graceEnds = now.AddDays(policies.At(now).Connects.RefundGraceDays);
        var (outcome, status) = await TransientRetry.RunAsync(
            c => CallAsync(
                "select outcome, status from marketplace.change_account_status($1, $2, $3, $4, $5, $6)",
                command => command.Add(id.Value).Add(to.ToText()).Add(actor).AddText(reason?.Trim()).Add(now).Add(graceEnds),
                c),
            cancellation);
        if (outcome == "CHANGED")
        {
            // A client that ends takes its jobs along, and refunds reach the wallets of all who proposed.
            if (to is AccountStatus.Closed or AccountStatus.Banned)
            {
                changes.EverythingChanged();
            }
            else
            {
                changes.WalletChanged(id);
            }
        }

        return outcome switch
        {
            "CHANGED" => (await accounts.ByIdAsync(id, cancellation))!,
            "NOT_FOUND" => new NotFound("account"),
            "WRONG_STATE" => new WrongState(status!, Explain(to, EnumText.Parse<AccountStatus>(status!))),
            _ => throw new InvalidOperationException($"change_account_status answered '{outcome}'."),
        };
    }

    private static string Explain(AccountStatus to, AccountStatus from) => to switch
    {
        AccountStatus.Active => $"The account is {Words.Of(from)}; only a suspended account is reinstated.",
        AccountStatus.Suspended => $"The account is {Words.Of(from)}; only an active account is suspended.",
        AccountStatus.Banned or AccountStatus.Closed => $"The account is {Words.Of(from)} already.",
        _ => throw new ArgumentOutOfRangeException(nameof(to)),
    };

    private static Invalid? CheckReason(string? reason) => reason?.Trim().Length switch
    {
        null or 0 => new Invalid("reason", "Say why: the audit log and the account's owner read it."),
        > MostCharacters => new Invalid("reason", $"A reason of at most {MostCharacters} characters is expected."),
        _ => null,
    };

    private async Task<(string Outcome, string? Status)> CallAsync(string sql, Action<NpgsqlCommand> bind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        bind(command);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
    }
}
