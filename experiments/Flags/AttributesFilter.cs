using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Experiments.Flags;

/// <summary>
/// The library's side of audiences that ask for attributes. A service elsewhere that evaluates such a definition registers it too and
/// gives a <see cref="UnitContext"/>.
/// </summary>
[FilterAlias("Experiments.Attributes")]
public sealed class AttributesFilter : IContextualFeatureFilter<ITargetingContext>
{
    /// <inheritdoc />
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, ITargetingContext appContext)
    {
        ArgumentNullException.ThrowIfNull(featureFilterContext);
        return Task.FromResult(appContext is UnitContext unit && featureFilterContext.Parameters.GetChildren().All(attribute =>
            unit.Attributes.TryGetValue(attribute.Key, out var value)
            && attribute.GetChildren().Any(allowed => string.Equals(allowed.Value, value, StringComparison.Ordinal))));
    }
}
