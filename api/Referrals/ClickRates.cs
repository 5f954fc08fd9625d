using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Marketplace.Api.Hosting;

namespace Marketplace.Api.Referrals;

/// <summary>How many links one address may open at this node in a window: behind one address may stand many people, but not thousands a minute.</summary>
internal sealed class ClickRates(int clicks, TimeSpan window) : IDisposable
{
    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = clicks, Window = window }));

    public static ClickRates Read(IConfiguration configuration)
    {
        var (clicks, window) = (configuration.GetValue("Referrals:ClicksPerAddress", 120), configuration.GetValue("Referrals:ClickWindow", TimeSpan.FromMinutes(1)));
        return clicks >= 1 && window >= TimeSpan.FromSeconds(1) && window <= TimeSpan.FromHours(1)
            ? new ClickRates(clicks, window)
            : throw new HostStartException("Referrals:ClicksPerAddress must be 1 or more, Referrals:ClickWindow 00:00:01 to 01:00:00.");
    }

    public bool Refuses(IPAddress? address, out TimeSpan wait)
    {
        using var lease = _limiter.AttemptAcquire(Name(address));
        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : window;
        return !lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    // Who has one IPv6 address has the whole network around it.
    private static string Name(IPAddress? address) => address switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };
}
