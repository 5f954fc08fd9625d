using System.Text.Json;
using Experiments.Flags;
using Marketplace.Referrals;

namespace Marketplace.Tests.Referrals;

public sealed class ReferralRewardFlagTests
{
    [Theory]
    [InlineData("""{"cashCents": null, "connects": null}""", true)]
    [InlineData("""{"cashCents": 2000, "connects": 20}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"cashCents": 0}""", false)]
    [InlineData("""{"cashCents": 50001}""", false)]
    [InlineData("""{"cashCents": 10.5}""", false)]
    [InlineData("""{"cashCents": "2000"}""", false)]
    [InlineData("""{"connects": -1}""", false)]
    [InlineData("""{"cash": 2000}""", false)]
    [InlineData("2000", false)]
    [InlineData("null", false)]
    public void A_variant_names_amounts_that_can_be_paid_or_the_programs_own(string configuration, bool isGood)
    {
        using var document = JsonDocument.Parse(configuration);
        (new ReferralRewardFlag().Problem(new FlagVariant("v", document.RootElement)) is null).ShouldBe(isGood);
    }
}
