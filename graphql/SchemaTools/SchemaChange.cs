namespace GraphQL.SchemaTools;

/// <summary>What a change of the schema means for clients written against the old one.</summary>
public enum SchemaChangeSeverity
{
    /// <summary>Every valid operation keeps its meaning.</summary>
    Safe,

    /// <summary>Operations stay valid, and clients may meet values they did not expect.</summary>
    Dangerous,

    /// <summary>Operations or variables that were valid are no longer, or fields answer with another type.</summary>
    Breaking,
}

/// <summary>One difference between two schemas.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Severity">What that means for clients.</param>
/// <param name="Coordinate">The schema coordinate of what changed, such as <c>Query.node(id:)</c>; <c>schema</c> for the schema itself.</param>
/// <param name="Description">The change as a sentence.</param>
public sealed record SchemaChange(SchemaChangeKind Kind, SchemaChangeSeverity Severity, string Coordinate, string Description)
{
    /// <inheritdoc />
    public override string ToString() => $"{Severity}: {Description}";
}
