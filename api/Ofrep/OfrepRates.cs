using System.Globalization;
using System.Threading.RateLimiting;

namespace Marketplace.Api.Ofrep;

/// <summary>How often a key or a person may ask this node.</summary>
internal sealed class OfrepRates(OfrepSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<long> _keys = Limiter<long>(settings.PerKey, settings.Window);
    private readonly PartitionedRateLimiter<string> _people = Limiter<string>(settings.PerPerson, settings.Window);

    public bool Refuses(OfrepCaller caller, out TimeSpan wait)
    {
        using var lease = caller.IsApiKey ? _keys.AttemptAcquire(caller.ApiKey) : _people.AttemptAcquire(caller.Subject!);
        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : settings.Window;
        return !lease.IsAcquired;
    }

    /// <summary>As Retry-After has it.</summary>
    public static string Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _keys.Dispose();
        _people.Dispose();
    }

    private static PartitionedRateLimiter<TCaller> Limiter<TCaller>(int requests, TimeSpan window)
        where TCaller : notnull => PartitionedRateLimiter.Create<TCaller, TCaller>(caller =>
            RateLimitPartition.GetFixedWindowLimiter(caller, _ => new FixedWindowRateLimiterOptions { PermitLimit = requests, Window = window }));
}
