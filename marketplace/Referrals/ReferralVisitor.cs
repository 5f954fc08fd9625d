namespace Marketplace.Referrals;

/// <summary>REF-14: a visitor who agreed to be remembered, by a cookie of this site that names nobody.</summary>
public static class ReferralVisitor
{
    public const string Cookie = "referral_visitor";
}
