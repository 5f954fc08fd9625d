using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>An argument or an input field.</summary>
public abstract class InputValueDefinition
{
    private protected InputValueDefinition(string name, GraphQLType type, ValueNode? defaultValue, string? description, string? deprecationReason)
    {
        Name = name;
        Type = type;
        DefaultValue = defaultValue;
        Description = description;
        DeprecationReason = deprecationReason;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public GraphQLType Type { get; }

    /// <summary>The value taken when none is given; null when there is none (<c>null</c> itself is a <see cref="NullValueNode" />).</summary>
    public ValueNode? DefaultValue { get; }

    /// <summary>What the value is for.</summary>
    public string? Description { get; }

    /// <summary>Why the value should not be given any more; null when it may be.</summary>
    public string? DeprecationReason { get; }

    /// <summary>What giving the value weighs in the price of an operation; null for the default: input objects 1, everything else 0.</summary>
    public double? Cost { get; init; }

    /// <summary>True when a value must be given: non-null and without a default.</summary>
    public bool IsRequired => Type is NonNullType && DefaultValue is null;

    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Type}";
}

/// <summary>An argument of a field or directive.</summary>
public sealed class ArgumentDefinition : InputValueDefinition
{
    /// <summary>Creates the argument.</summary>
    public ArgumentDefinition(
        string name, GraphQLType type, ValueNode? defaultValue = null, string? description = null, string? deprecationReason = null)
        : base(name, type, defaultValue, description, deprecationReason)
    {
    }
}

/// <summary>A field of an input object.</summary>
public sealed class InputField : InputValueDefinition
{
    /// <summary>Creates the field.</summary>
    public InputField(string name, GraphQLType type, ValueNode? defaultValue = null, string? description = null, string? deprecationReason = null)
        : base(name, type, defaultValue, description, deprecationReason)
    {
    }

    /// <summary>The place of the field among the fields of its type.</summary>
    internal int Index { get; set; }
}

/// <summary>An input object type.</summary>
public sealed class InputObjectType : NamedType
{
    private readonly Lazy<IReadOnlyList<InputField>> fields;

    /// <summary>Creates the type; fields are asked for once, when first needed.</summary>
    public InputObjectType(string name, Func<IEnumerable<InputField>> fields, bool isOneOf = false, string? description = null)
        : base(name, description)
    {
        IsOneOf = isOneOf;
        this.fields = new(() =>
        {
            InputField[] all = [.. fields()];
            for (var index = 0; index < all.Length; index++)
                all[index].Index = index;
            return all;
        });
    }

    /// <summary>True when exactly one field must be given.</summary>
    public bool IsOneOf { get; }

    /// <summary>The fields in the order in which they were declared.</summary>
    public IReadOnlyList<InputField> Fields => fields.Value;

    /// <summary>The field of this name; null when there is none.</summary>
    public InputField? GetField(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
                return field;
        }

        return null;
    }
}
