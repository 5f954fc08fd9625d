using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Notifications;

/// <summary>Ends and resumes notices by email for whoever holds the link that came with one; nobody can make such a link.</summary>
public sealed class Unsubscription(SigningKeys keys, NpgsqlDataSource source, TimeProvider clock)
{
    private const string Purpose = "unsubscribe";
    private const char AddressMark = 'a';

    public async ValueTask<string> TokenAsync(long account, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(Purpose, cancellation);
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Id}.{account}");
        return $"{text}.{Sign(key, text)}";
    }

    /// <summary>The account that a token speaks for; null when it was not signed by us.</summary>
    public async ValueTask<long?> AccountOfAsync(string token, CancellationToken cancellation)
    {
        if (token.Length > 200 || token.Split('.') is not [var id, var account, var signature]
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var keyId) || !long.TryParse(account, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await keys.ByIdAsync(Purpose, keyId, cancellation) is not { } key)
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(key, $"{id}.{account}")), Encoding.UTF8.GetBytes(signature)) ? number : null;
    }

    /// <summary>The token of an address that is no account's, by its hash.</summary>
    public async ValueTask<string> AddressTokenAsync(byte[] address, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(Purpose, cancellation);
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Id}.{AddressMark}{Base64Url.EncodeToString(address)}");
        return $"{text}.{Sign(key, text)}";
    }

    /// <summary>The hash of the address that a token speaks for; null when it was not signed by us.</summary>
    public async ValueTask<byte[]?> AddressOfAsync(string token, CancellationToken cancellation)
    {
        if (token.Length > 200 || token.Split('.') is not [var id, [AddressMark, .. var address], var signature] || !Base64Url.IsValid(address)
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var keyId) || await keys.ByIdAsync(Purpose, keyId, cancellation) is not { } key)
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(key, $"{id}.{AddressMark}{address}")), Encoding.UTF8.GetBytes(signature)) ? Base64Url.DecodeFromChars(address) : null;
    }

    public async Task SetAddressAsync(byte[] address, bool wantsMail, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(wantsMail
            ? "delete from marketplace.invitation_suppression where address = $1"
            : "insert into marketplace.invitation_suppression (address, since) values ($1, $2) on conflict do nothing");
        command.AddBytes(address);
        if (!wantsMail)
        {
            command.Add(clock.GetUtcNow());
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task SetAsync(long account, bool wantsMail, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(wantsMail
            ? "delete from marketplace.email_opt_out where account_id = $1"
            : "insert into marketplace.email_opt_out (account_id, since) values ($1, $2) on conflict do nothing");
        command.Add(account);
        if (!wantsMail)
        {
            command.Add(clock.GetUtcNow());
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Sign(SigningKey key, string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(text)));
}
