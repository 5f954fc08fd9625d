using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation;

/// <summary>One rule. A rule belongs to one document; it is called for each node it cares about, in the document's order.</summary>
internal abstract class ValidationRule
{
    public virtual void Definition(ValidationContext context, DefinitionNode node)
    {
    }

    public virtual void Variable(ValidationContext context, VariableDefinitionNode node)
    {
    }

    /// <summary>A type named by a variable or a fragment.</summary>
    public virtual void TypeName(ValidationContext context, NamedTypeNode node)
    {
    }

    /// <summary>A field; the definition is null where parent or field are unknown.</summary>
    public virtual void Field(ValidationContext context, FieldNode node, CompositeType? parent, FieldDefinition? definition)
    {
    }

    public virtual void FragmentSpread(ValidationContext context, FragmentSpreadNode node, CompositeType? parent)
    {
    }

    public virtual void InlineFragment(ValidationContext context, InlineFragmentNode node, CompositeType? parent)
    {
    }

    public virtual void Directives(ValidationContext context, ImmutableArray<DirectiveNode> nodes, DirectiveLocation location)
    {
    }

    /// <summary>Arguments that were given, of a field or a directive.</summary>
    public virtual void Arguments(ValidationContext context, ImmutableArray<ArgumentNode> nodes)
    {
    }

    /// <summary>A value, but for variables; values inside lists and objects have a call of their own.</summary>
    public virtual void Value(ValidationContext context, ValueNode node, in InputPosition position)
    {
    }

    /// <summary>Called once the document was walked; the graph of fragments is known, and may have cycles.</summary>
    public virtual void CheckGraph(ValidationContext context)
    {
    }

    /// <summary>Called last; fragments can be followed safely.</summary>
    public virtual void CheckUse(ValidationContext context)
    {
    }
}

/// <summary>Where a value stands: what is expected there.</summary>
/// <param name="Type">The type; null where it is unknown, or anything is allowed.</param>
/// <param name="HasDefault">True when the place has a default value of its own.</param>
/// <param name="Parent">The input object whose field the value is.</param>
internal readonly record struct InputPosition(GraphQLType? Type, bool HasDefault = false, InputObjectType? Parent = null);
