using Experiments.Database;
using Experiments.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Experiments.ApiKeys;

/// <summary>Makes and revokes keys. A node that has made or revoked one knows it before its caller does.</summary>
public sealed class ApiKeyService
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 100;

    /// <summary>How many keys may be good at once: every node keeps all of them in memory.</summary>
    public const int MostKeys = 500;

    private readonly StateChanges changes;

    internal ApiKeyService(StateChanges changes) => this.changes = changes;

    /// <summary>Makes a key; the answer is the only place where its secret ever stands.</summary>
    /// <returns>The key with its secret, or <see cref="Invalid"/> (field <c>name</c>).</returns>
    public async Task<Outcome<NewApiKey>> CreateAsync(string name, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        var plain = name.Trim();
        if (plain.Length is 0 or > LongestName)
            return new Invalid("name", $"Say which program the key is for, in 1 to {LongestName} characters.");
        if (plain.Any(char.IsControl) || !IsText(plain))
            return new Invalid("name", "A name is one line of text.");

        await using var change = await changes.BeginAsync(cancellation);
        if (await change.Context.ApiKeys.CountAsync(row => row.RevokedAt == null, cancellation) >= MostKeys)
            return new Invalid("name", $"There are {MostKeys} keys in use. Revoke one that is not needed.");
        var (secret, prefix) = ApiKeySecret.Make();
        var row = new ApiKeyRow { Name = plain, Prefix = prefix, Hash = ApiKeySecret.Hash(secret), CreatedAt = change.At };
        change.Context.ApiKeys.Add(row);
        // Its number is the subject of its audit entry.
        await change.Context.SaveChangesAsync(cancellation);
        var key = row.ToApiKey();
        change.Record(actor, "api-key.created", Subject(row.Id), before: null, key, reason: null);
        await change.CommitAsync(cancellation);
        return new NewApiKey(key, secret);
    }

    /// <summary>Revokes a key: from now on every node refuses it. One that is revoked already stays as it is.</summary>
    /// <returns>The key, or <see cref="NotFound"/>.</returns>
    public async Task<Outcome<ApiKey>> RevokeAsync(long id, string actor, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        await using var change = await changes.BeginAsync(cancellation);
        if (await change.Context.ApiKeys.SingleOrDefaultAsync(key => key.Id == id, cancellation) is not { } row)
            return new NotFound("API key", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var before = row.ToApiKey();
        if (before.RevokedAt is not null)
            return before;
        row.RevokedAt = change.At;
        var revoked = row.ToApiKey();
        change.Record(actor, "api-key.revoked", Subject(id), before, revoked, reason: null);
        await change.CommitAsync(cancellation);
        return revoked;
    }

    private static string Subject(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"api-key:{id}");

    // PostgreSQL keeps no half of a surrogate pair.
    private static bool IsText(string name)
    {
        for (var at = 0; at < name.Length; at++)
        {
            if (!char.IsSurrogate(name[at]))
                continue;
            if (!char.IsSurrogatePair(name, at))
                return false;
            at++;
        }

        return true;
    }
}
