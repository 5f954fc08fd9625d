namespace Experiments.ApiKeys;

/// <summary>A program's leave to evaluate flags, and nothing else; its secret is kept nowhere.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Which program, for people.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null when never.</param>
/// <param name="RevokedAt">When it was revoked; null while it is good.</param>
public sealed record ApiKey(long Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <summary>A key just made.</summary>
/// <param name="ApiKey">The key.</param>
/// <param name="Secret">What the program presents; it cannot be read again.</param>
public sealed record NewApiKey(ApiKey ApiKey, string Secret);
