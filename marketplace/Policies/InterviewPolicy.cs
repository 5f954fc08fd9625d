namespace Marketplace.Policies;

/// <param name="AwardTotal">RWD-01: what refund and award come to together, where the proposal cost less.</param>
/// <param name="Cap">RWD-04: the most that interviews bring within the window, refunds and awards alike.</param>
/// <param name="CapDays">RWD-04: the rolling window.</param>
/// <param name="DrawMaximum">RND-01: the most that is drawn.</param>
/// <param name="DrawStep">RND-01: draws are multiples of it, all equally likely, 0 among them.</param>
/// <param name="LeastCoolDownWeeks">RND-02.</param>
/// <param name="MostCoolDownWeeks">RND-02.</param>
/// <param name="ClaimDays">RND-04: how long a drawn reward waits for feedback.</param>
/// <param name="DrawWinPercent">RND-09: how many of a hundred draws may bring anything; the others draw 0.</param>
/// <param name="DrawWeeklyBudget">RND-09: the most that is drawn within seven days, by everybody together; null is no limit (RND-03).</param>
/// <param name="DrawIdleDays">RND-06: draws are for who had sent no other proposal for so many days before; 0 is for everybody (RND-05).</param>
public sealed record InterviewPolicy(int AwardTotal, int Cap, int CapDays, int DrawMaximum, int DrawStep, int LeastCoolDownWeeks, int MostCoolDownWeeks, int ClaimDays,
    int DrawWinPercent, int? DrawWeeklyBudget, int DrawIdleDays)
{
    internal IEnumerable<string> Problems()
    {
        if (AwardTotal is < 0 or > 10_000) yield return "interviews.awardTotal must be 0 to 10,000";
        if (Cap is < 0 or > 100_000) yield return "interviews.cap must be 0 to 100,000";
        if (CapDays is < 1 or > 366) yield return "interviews.capDays must be 1 to 366";
        if (DrawStep is < 1 or > 10_000) yield return "interviews.drawStep must be 1 to 10,000";
        if (DrawMaximum is < 0 or > 10_000 || (DrawStep > 0 && DrawMaximum % DrawStep != 0)) yield return "interviews.drawMaximum must be 0 to 10,000 and a multiple of drawStep";
        if (LeastCoolDownWeeks is < 0 or > 520 || MostCoolDownWeeks < LeastCoolDownWeeks || MostCoolDownWeeks > 520) yield return "interviews.leastCoolDownWeeks and mostCoolDownWeeks must be 0 to 520 and in order";
        if (DrawWinPercent is < 0 or > 100) yield return "interviews.drawWinPercent must be 0 to 100";
        if (DrawWeeklyBudget is < 0 or > 100_000_000) yield return "interviews.drawWeeklyBudget must be 0 to 100,000,000 or absent";
        if (DrawIdleDays is < 0 or > 366) yield return "interviews.drawIdleDays must be 0 to 366";
        if (ClaimDays is < 1 or > 366) yield return "interviews.claimDays must be 1 to 366";
    }
}
