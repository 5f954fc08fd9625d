using System.Collections.Frozen;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Experiments.Flags;

/// <summary>
/// A unit with what group rules and audiences ask about it. It is a targeting context of Microsoft.FeatureManagement too, so one
/// value serves <see cref="IFlagEvaluator"/> and <c>IVariantFeatureManager</c> alike.
/// </summary>
public sealed class UnitContext : ITargetingContext
{
    /// <summary>A unit by its key: the global id of an account or job, or the key of a category.</summary>
    public UnitContext(string unitKey, IEnumerable<string>? groups = null, IReadOnlyDictionary<string, string>? attributes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(unitKey);
        UserId = unitKey;
        GroupNames = groups?.ToArray() ?? [];
        Attributes = attributes ?? FrozenDictionary<string, string>.Empty;
    }

    /// <summary>The unit's key.</summary>
    public string UserId { get; set; }

    /// <summary>The groups it belongs to.</summary>
    public IEnumerable<string> Groups
    {
        get => GroupNames;
        set => GroupNames = [.. value];
    }

    /// <summary>As <see cref="Groups"/>, to be walked through without an enumerator on the heap.</summary>
    internal string[] GroupNames { get; private set; }

    /// <summary>Values that an audience may ask for, by name: country, plan and the like.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; }
}
