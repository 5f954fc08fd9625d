using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Jobs;

namespace Marketplace.Interviews;

/// <summary>The flag that says what a won interview brings: an award or a draw, nothing else.</summary>
public sealed class InterviewRewardFlag : IHostFlag
{
    public string FlagKey => ReferenceExperiments.InterviewRewardFlag;

    public ExperimentUnit Unit => ExperimentUnit.Account;

    public string? Problem(FlagVariant variant) =>
        variant.Configuration.ValueKind == JsonValueKind.Object && variant.Configuration.TryGetProperty("reward", out var reward)
            && reward.ValueKind == JsonValueKind.String && reward.GetString() is "split" or "randomized"
            ? null
            : "an object with a reward is needed, {\"reward\": \"split\"} or {\"reward\": \"randomized\"}.";
}
