using System.Security.Cryptography;
using System.Text;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Accounts;

public enum ContactChannel { Email, Phone }

/// <summary>Proves that an email address or a phone number is the account's: by a code that was sent there, or by the word of support.</summary>
public sealed class ContactVerification(NpgsqlDataSource source, AccountReader accounts, PolicyBook policies, TimeProvider clock)
{
    /// <summary>Sends a new code; the one before is worth nothing any more.</summary>
    public async Task<Outcome<Account>> SendAsync(AccountId id, ContactChannel channel, Caller caller, CancellationToken cancellation)
    {
        if (await accounts.ByIdAsync(id, cancellation) is not { } account)
        {
            return new NotFound("account");
        }

        if (!await accounts.MayReadAsync(caller, id.Value, [Role.Support, Role.Admin], cancellation))
        {
            return new Forbidden("Only the account's owner asks for a code.");
        }

        if (account.Status != AccountStatus.Active)
        {
            return new AccountNotActive(account.Status);
        }

        if (channel == ContactChannel.Phone && account.Phone is null)
        {
            return new Invalid("channel", "The account has no phone number.");
        }

        await SendAsync(account.Id, channel, cancellation);
        return account;
    }

    internal async Task SendAsync(long account, ContactChannel channel, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        await using var command = source.CreateCommand("select marketplace.send_contact_code($1, $2, $3, $4, $5, $6)");
        command.Add(account).Add(channel.ToText()).Add(Hash(account, channel, code)).Add(code).Add(now).Add(now.AddHours(policies.At(now).Accounts.CodeHours));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<Outcome<Account>> VerifyAsync(AccountId id, ContactChannel channel, string? code, Caller caller, CancellationToken cancellation)
    {
        if (await accounts.ByIdAsync(id, cancellation) is not { } account)
        {
            return new NotFound("account");
        }

        var isSupport = caller.HasAny(Role.Support, Role.Admin);
        if (!isSupport && !(await accounts.AccountsOfAsync(caller, cancellation)).Contains(id.Value))
        {
            return new Forbidden("Only the account's owner, or support, verifies this.");
        }

        if (!isSupport && string.IsNullOrWhiteSpace(code))
        {
            return new Invalid("code", "The code that was sent is expected; requestVerificationCode sends another one.");
        }

        var now = clock.GetUtcNow();
        var answer = await TransientRetry.RunAsync(
            c => source.CreateCommand("select marketplace.verify_contact($1, $2, $3, $4, $5)")
                .Add(account.Id).Add(channel.ToText()).AddBytes(code is null ? null : Hash(account.Id, channel, code.Trim())).Add(policies.At(now).Accounts.CodeGuesses).Add(now)
                .SingleAsync(row => row.GetString(0), c),
            cancellation);
        return answer switch
        {
            "DONE" => (await accounts.ByIdAsync(id, cancellation))!,
            "NOT_ACTIVE" => new AccountNotActive((await accounts.ByIdAsync(id, cancellation))!.Status),
            "NO_PHONE" => new Invalid("accountId", "The account has no phone number to verify."),
            "NO_CODE" => new Invalid("code", "There is no code waiting, or it is too old; requestVerificationCode sends a new one."),
            "WRONG_CODE" => new Invalid("code", "This is not the code that was sent."),
            "TOO_MANY_GUESSES" => new Invalid("code", "The code was guessed wrong too often; requestVerificationCode sends a new one."),
            _ => throw new InvalidOperationException($"verify_contact answered '{answer}'."),
        };
    }

    private static byte[] Hash(long account, ContactChannel channel, string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{account}/{channel}/{code}")));
}
