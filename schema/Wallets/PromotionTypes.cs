using Marketplace.Schema.Errors;
using Marketplace.Wallets;

namespace Marketplace.Schema.Wallets;

/// <summary>Everybody on the list or nobody; whoever has this campaign's Connects already gets no more. The reason is kept in the audit log.</summary>
public sealed record GrantPromotionalConnectsInput(string Campaign, [property: ID("ConnectsWallet")] IReadOnlyList<AccountId> WalletIds, string Reason);

public sealed record GrantPromotionalConnectsPayload(RunningPromotion? Promotion, IReadOnlyList<ConnectsWallet>? Wallets);

[MutationType]
public static class PromotionMutations
{
    /// <summary>Gives the Connects of a campaign that is in force to talents, once to each and within its budget.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<ForbiddenError>, Error<ValidationError>]
    public static async Task<MutationResult<GrantPromotionalConnectsPayload>> GrantPromotionalConnectsAsync(
        GrantPromotionalConnectsInput input, Promotions promotions, WalletReader wallets, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await promotions.GrantAsync(new PromotionGrant(input.Campaign, input.WalletIds, input.Reason), caller.Actor, cancellation);
        if (outcome.Value is not { } granted)
        {
            return outcome.Refusal!.ToError();
        }

        var filled = await wallets.ByOwnersAsync(granted.Wallets.Select(w => w.Value), cancellation);
        return new GrantPromotionalConnectsPayload(granted.Promotion, [.. granted.Wallets.Select(w => filled[w.Value])]);
    }
}

[QueryType]
public static class PromotionQueries
{
    /// <summary>The campaigns in force.</summary>
    [Authorize(Policy = Policies.Support)]
    [ListSize(AssumedSize = 10)]
    public static Task<IReadOnlyList<RunningPromotion>> GetPromotionsAsync(Promotions promotions, CancellationToken cancellation) => promotions.InForceAsync(cancellation);
}

/// <summary>A campaign that gives Connects away.</summary>
[ObjectType<RunningPromotion>(Name = "Promotion", Include = [])]
public static class PromotionType
{
    public static string GetKey([Parent] RunningPromotion promotion) => promotion.Terms.Key;

    public static string GetName([Parent] RunningPromotion promotion) => promotion.Terms.Name;

    /// <summary>What each talent gets.</summary>
    public static int GetConnects([Parent] RunningPromotion promotion) => promotion.Terms.Connects;

    /// <summary>What all get together, at most.</summary>
    public static int GetBudget([Parent] RunningPromotion promotion) => checked((int)promotion.Terms.Budget);

    /// <summary>What was given so far.</summary>
    public static int GetGranted([Parent] RunningPromotion promotion) => checked((int)promotion.Granted);

    /// <summary>Who answers for it.</summary>
    public static string GetApprovedBy([Parent] RunningPromotion promotion) => promotion.Terms.ApprovedBy;
}
