namespace GraphQL;

/// <summary>
/// What a field, argument, input field, object type, enum or scalar weighs in the price of an operation (<c>@cost</c> of IBM's cost
/// directives). Without it: objects and fields that return them weigh 1, scalars and enums 0, input objects as arguments 1; a field that
/// waits or uses a service weighs 10, a batch resolver, which answers for all parents at once, 1.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>The weight; negative where an argument makes its field cheaper.</summary>
    public double Weight => weight;
}

/// <summary>How long the list of a field is (<c>@listSize</c> of IBM's cost directives). Connections have it without being told.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : Attribute
{
    private int? assumedSize;

    /// <summary>The length that is assumed where no slicing argument says it.</summary>
    public int AssumedSize
    {
        get => assumedSize ?? 0;
        set => assumedSize = value;
    }

    /// <summary>The arguments, of type Int, that say how long the list is; of several given the largest counts.</summary>
    public string[] SlicingArguments { get; set; } = [];

    /// <summary>The fields of the returned object whose lists have this length; none: the field's own.</summary>
    public string[] SizedFields { get; set; } = [];

    /// <summary>Whether a request must give exactly one of the slicing arguments. Default true.</summary>
    public bool RequireOneSlicingArgument { get; set; } = true;

    internal TypeSystem.ListSize ToListSize() => new(assumedSize, SlicingArguments, SizedFields, RequireOneSlicingArgument);
}
