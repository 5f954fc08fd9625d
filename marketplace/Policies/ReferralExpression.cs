namespace Marketplace.Policies;

public enum ReferralFactKind { EmailVerified, PhoneVerified, ReadinessTest, Payment, Earning, JobPosted, Hired, ProjectAccepted }

/// <summary>What a referred account must have done. Exactly one of the members is set; the database evaluates the same words.</summary>
public sealed record ReferralExpression(
    IReadOnlyList<ReferralExpression>? AllOf = null, IReadOnlyList<ReferralExpression>? AnyOf = null,
    ReferralFactCondition? Fact = null, ReferralAmountCondition? Payment = null, ReferralAmountCondition? Earning = null, ReferralTurnoverCondition? Turnover = null)
{
    private const int Deepest = 5;

    internal IEnumerable<string> Problems(int depth = 0)
    {
        if (new object?[] { AllOf, AnyOf, Fact, Payment, Earning, Turnover }.Count(member => member is not null) != 1) yield return "an expression is one of allOf, anyOf, fact, payment, earning, turnover";
        if (depth > Deepest) yield return $"expressions may be {Deepest} deep";
        if (AllOf is { Count: 0 } || AnyOf is { Count: 0 }) yield return "allOf and anyOf need something";
        if (Fact is { Kind: ReferralFactKind.Payment or ReferralFactKind.Earning }) yield return "payments and earnings have an amount: use payment or earning";
        if (Payment is { AtLeastCents: < 1 } || Earning is { AtLeastCents: < 1 } || Turnover is { AtLeastCents: < 1 }) yield return "atLeastCents must be positive";
        foreach (var problem in (AllOf ?? []).Concat(AnyOf ?? []).SelectMany(part => depth > Deepest ? [] : part.Problems(depth + 1))) yield return problem;
    }
}

/// <param name="Kind">What happened.</param>
/// <param name="Category">In which job category; null is any.</param>
public sealed record ReferralFactCondition(ReferralFactKind Kind, string? Category = null);

/// <param name="AtLeastCents">Net of refunds.</param>
/// <param name="Single">One payment alone, or all of them together.</param>
public sealed record ReferralAmountCondition(long AtLeastCents, bool Single = true);

/// <summary>All payments and earnings together, net of refunds.</summary>
public sealed record ReferralTurnoverCondition(long AtLeastCents);
