using System.Threading.RateLimiting;

namespace Marketplace.Accounts;

/// <summary>How many accounts one address may register in a window of time.</summary>
public sealed class RegistrationLimiter(RegistrationLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = limits.Registrations, Window = limits.Window }));

    public bool Refuses(string? address, out TimeSpan wait)
    {
        using var lease = _limiter.AttemptAcquire(address ?? "unknown");
        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : limits.Window;
        return !lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}

/// <param name="Registrations">How many an address may make in one window.</param>
/// <param name="Window">The window's length.</param>
public sealed record RegistrationLimits(int Registrations, TimeSpan Window);
