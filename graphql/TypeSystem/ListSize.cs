namespace GraphQL.TypeSystem;

/// <summary>How long the list of a field is, as far as that is known before it is resolved.</summary>
/// <param name="AssumedSize">The length where no slicing argument says it; null where nothing is known.</param>
/// <param name="SlicingArguments">The arguments that say how long the list is.</param>
/// <param name="SizedFields">The fields of the returned object whose lists have this length; none: the field's own.</param>
/// <param name="RequireOneSlicingArgument">Whether a request must give exactly one slicing argument.</param>
public sealed record ListSize(
    int? AssumedSize, IReadOnlyList<string> SlicingArguments, IReadOnlyList<string> SizedFields, bool RequireOneSlicingArgument = true)
{
    /// <summary>The most that the resolver ever returns, whatever a slicing argument says.</summary>
    internal int Maximum { get; init; } = int.MaxValue;

    /// <summary>The argument whose elements the list has one each for.</summary>
    internal string? CountedArgument { get; init; }
}
