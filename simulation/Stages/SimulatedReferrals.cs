using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Marketplace.Accounts;
using Marketplace.Referrals;
using Marketplace.Simulation.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Simulation.Stages;

/// <summary>
/// Clients bring clients, by their links. The program pays in cash, so that what talents spend and buy, and with it the truth, is as it would be without.
/// </summary>
internal sealed class SimulatedReferrals(long seed, Behaviour behaviour, CancellationToken cancellation)
{
    private const string Program = "client-cash";
    private static readonly ReferralSource[] Sources = [ReferralSource.Link, ReferralSource.Link, ReferralSource.Linkedin, ReferralSource.Email, ReferralSource.Facebook];
    private readonly List<ClientPerson> _members = [];
    private readonly HashSet<int> _asked = [];

    /// <summary>How this client signs up: alone, or by the link of one who is there already. A few share a device with who brought them, and wait for a review.</summary>
    public async Task<NewAccount> SignUpAsync(IServiceProvider scope, ClientPerson client, NewAccount account)
    {
        var random = SeededRandom.Of(seed, Topic.Referral, client.Index);
        var earlier = _members.Where(m => m.JoinsAt < client.JoinsAt).ToList();
        _members.Add(client);
        var alone = account with { DeviceId = Device(client) };
        if (earlier.Count == 0 || !random.Chance(behaviour.ReferredShare))
        {
            return alone;
        }

        // Few bring most.
        var referrer = earlier[(int)(earlier.Count * Math.Pow(random.Next(), 2))];
        var link = await LinkAsync(scope, referrer, random.Pick(Sources), random.Chance(behaviour.ListedShare));
        for (var clicks = 1 + random.Poisson(behaviour.ClicksBesides); clicks > 0; clicks--)
        {
            await scope.GetRequiredService<ReferralLinks>().ClickAsync(link.Code, Visitor(ref random), null, cancellation);
        }

        return (random.Chance(behaviour.SharedDeviceShare) ? account with { DeviceId = Device(referrer) } : alone) with { ReferralCode = link.Code };
    }

    private async Task<ReferralLink> LinkAsync(IServiceProvider scope, ClientPerson owner, ReferralSource source, bool listed)
    {
        var caller = new Caller(owner.Subject, FrozenSet<Role>.Empty, null);
        if (_asked.Add(owner.Index) && listed)
        {
            Done("be listed", owner, await scope.GetRequiredService<ReferralLeaderboard>().ListAsync(owner.Account, listed: true, caller, cancellation));
        }

        return Done("make a link", owner, await scope.GetRequiredService<ReferralLinks>().CreateAsync(owner.Account, Program, source, caller, cancellation));
    }

    private string Device(ClientPerson client) => string.Create(CultureInfo.InvariantCulture, $"s{seed}-device-{client.Index}");

    private static Guid Visitor(ref SeededRandom random)
    {
        Span<ulong> halves = [(ulong)(random.Next() * ulong.MaxValue), (ulong)(random.Next() * ulong.MaxValue)];
        return new Guid(MemoryMarshal.AsBytes(halves));
    }

    private static T Done<T>(string what, Person who, Outcome<T> outcome) where T : class => outcome.Match(done => done, refusal => throw Refusals.Unexpected(what, who, refusal));
}
