using Marketplace.Accounts;
using Marketplace.Policies;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>A marketplace with somebody who refers and a talent to be paid.</summary>
public abstract class ReferralTestBase : IAsyncLifetime
{
    protected TestMarketplace Market { get; private set; } = null!;

    protected ReferralScene Scene { get; private set; } = null!;

    protected Freelancer Referrer { get; private set; } = null!;

    protected Freelancer Talent { get; private set; } = null!;

    protected virtual PolicyBook? Policies => null;

    public async ValueTask InitializeAsync()
    {
        Market = await TestMarketplace.StartAsync(Policies);
        // In the middle of a day that every month has: clicks are counted by the day, caps by the month.
        await Market.AdvanceToAsync(new DateTimeOffset(Market.Clock.GetUtcNow().Year + 1, 2, 10, 12, 0, 0, TimeSpan.Zero));
        Scene = new ReferralScene(Market);
        Referrer = await Market.FreelancerAsync();
        Talent = await Market.FreelancerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Market.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client that the referrer brought by `client-cash`.</summary>
    protected async Task<Account> ReferredClientAsync(Func<NewAccount, NewAccount>? change = null, Caller? caller = null) =>
        await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(Referrer, "client-cash"), change, caller);

    /// <summary>A freelancer who did all that `talent-connects` asks for.</summary>
    protected async Task<Talent> ReadyTalentAsync()
    {
        var talent = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "talent-connects"), account => account with { Phone = NewPhone() });
        await Scene.VerifyAsync(talent, ContactChannel.Email);
        await Scene.VerifyAsync(talent, ContactChannel.Phone);
        await Scene.PassTestAsync(talent);
        return talent;
    }

    protected static string NewPhone() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+1555{Interlocked.Increment(ref phones):0000000}");

    private static int phones;
}
