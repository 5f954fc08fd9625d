namespace GraphQL.Language;

/// <summary>A reference to a type.</summary>
public abstract record TypeNode : SyntaxNode
{
    /// <summary>The named type under all lists and non-null marks.</summary>
    public NamedTypeNode NamedType
    {
        get
        {
            var type = this;
            while (true)
            {
                switch (type)
                {
                    case NamedTypeNode named: return named;
                    case ListTypeNode list: type = list.Type; break;
                    case NonNullTypeNode nonNull: type = nonNull.Type; break;
                }
            }
        }
    }
}

/// <summary>A type by its name.</summary>
public sealed record NamedTypeNode(string Name) : TypeNode;

/// <summary>A list of another type.</summary>
public sealed record ListTypeNode(TypeNode Type) : TypeNode;

/// <summary>A type without null.</summary>
public sealed record NonNullTypeNode(TypeNode Type) : TypeNode;
