using System.Text;
using Marketplace.Payments;

namespace Marketplace.Tests.Payments;

public sealed class WebhookSigningTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1"}""");
    private readonly WebhookSigning signing = new(Encoding.UTF8.GetBytes("a key of the tests"), TimeSpan.FromMinutes(5));

    [Fact]
    public void The_signature_is_the_HMAC_of_time_dot_body()
    {
        // printf '1763629200.{"id":"evt_1"}' | openssl dgst -sha256 -hmac 'a key of the tests'
        using var hmac = new System.Security.Cryptography.HMACSHA256(Encoding.UTF8.GetBytes("a key of the tests"));
        var expected = Convert.ToHexStringLower(hmac.ComputeHash(Encoding.UTF8.GetBytes($$"""{{Now.ToUnixTimeSeconds()}}.{"id":"evt_1"}""")));

        signing.Sign(Body, Now).ShouldBe($"t={Now.ToUnixTimeSeconds()},v1={expected}");
        signing.IsSigned(signing.Sign(Body, Now), Body, Now).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void A_time_within_the_tolerance_counts_and_one_beyond_it_does_not(int seconds, bool signed) =>
        signing.IsSigned(signing.Sign(Body, Now.AddSeconds(seconds)), Body, Now).ShouldBe(signed);

    [Fact]
    public void Another_body_another_key_another_time_and_nonsense_prove_nothing()
    {
        var good = signing.Sign(Body, Now);

        signing.IsSigned(good, Encoding.UTF8.GetBytes("""{"id":"evt_2"}"""), Now).ShouldBeFalse();
        signing.IsSigned(WebhookSigning.OfThisProcess(TimeSpan.FromMinutes(5)).Sign(Body, Now), Body, Now).ShouldBeFalse();
        signing.IsSigned(good.Replace("t=", "t=1", StringComparison.Ordinal), Body, Now).ShouldBeFalse();
        foreach (var nonsense in new[] { null, "", "v1=", "t=,v1=", good[..^1], good + "0", good.Split(',')[0], good.Split(',')[1], $"t={long.MaxValue},v1=00", "t=abc,v1=zz", good.Split(',')[0] + ",v1=" + new string('g', 64) })
            signing.IsSigned(nonsense, Body, Now).ShouldBeFalse(nonsense);
    }

    [Fact]
    public void While_a_gateway_changes_its_key_either_signature_counts() =>
        signing.IsSigned(signing.Sign(Body, Now).Replace(",v1=", $",v1={new string('0', 64)},v1=", StringComparison.Ordinal), Body, Now).ShouldBeTrue();
}
