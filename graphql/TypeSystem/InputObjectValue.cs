namespace GraphQL.TypeSystem;

/// <summary>A coerced input object, before it becomes the C# type a resolver takes.</summary>
internal sealed class InputObjectValue(InputObjectType type)
{
    private readonly bool[] given = new bool[type.Fields.Count];

    public InputObjectType Type => type;

    /// <summary>The values by the index of their field; null where nothing was given.</summary>
    public object?[] Values { get; } = new object?[type.Fields.Count];

    public void Set(InputField field, object? value)
    {
        Values[field.Index] = value;
        given[field.Index] = true;
    }

    public bool IsGiven(InputField field) => given[field.Index];
}
