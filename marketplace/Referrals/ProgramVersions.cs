using Marketplace.Policies;

namespace Marketplace.Referrals;

/// <summary>AFF-10: terms by program and version, also those that new sign-ups no longer get.</summary>
public static class ProgramVersions
{
    /// <summary>A program as the public may read it: one that is or was in force, in the version named or the one in force; null where there is none.</summary>
    public static ReferralProgram? PublicProgram(this PolicyBook policies, string key, int? version, DateTimeOffset now) => version is null
        ? policies.At(now).Referrals.InForce.SingleOrDefault(p => p.Key == key)
        : policies.Versions.Where(v => v.EffectiveFrom <= now).SelectMany(v => v.Referrals.InForce).LastOrDefault(p => p.Key == key && p.Version == version);

    /// <summary>The program with the terms that a referral was frozen to.</summary>
    public static ReferralProgram FrozenProgram(this PolicyBook policies, Referral referral, DateTimeOffset now) =>
        policies.PublicProgram(referral.Program, referral.Version, now) ?? policies.At(now).Referrals.Programs.Single(p => p.Key == referral.Program);
}
