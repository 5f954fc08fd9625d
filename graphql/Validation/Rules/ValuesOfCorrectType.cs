using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.6.1 Values of Correct Type; and of a oneOf object exactly one field is given.</summary>
internal sealed class ValuesOfCorrectType : ValidationRule
{
    public override void Value(ValidationContext context, ValueNode node, in InputPosition position)
    {
        if (position.Type is not { } type)
            return;

        if (node is NullValueNode)
        {
            if (type is NonNullType)
                Report(context, node, type);
            return;
        }

        if (node is ListValueNode)
        {
            type = type.Nullable;
            if (type is ListType)
                return;
        }

        switch (type.NamedType)
        {
            case InputObjectType input when node is ObjectValueNode value:
                if (input.IsOneOf)
                    CheckOneOf(context, value, input);
                break;
            case EnumType @enum:
                CheckEnum(context, node, @enum);
                break;
            case ScalarType scalar:
                CheckScalar(context, node, type, scalar);
                break;
            default:
                Report(context, node, type);
                break;
        }
    }

    private static void CheckEnum(ValidationContext context, ValueNode node, EnumType type)
    {
        if (node is EnumValueNode member && type.GetValue(member.Value) is not null)
            return;

        var text = GraphQLPrinter.Print(node);
        var suggestion = context.SuggestsNames
            ? NameSuggestions.DidYouMean(
                NameSuggestions.Near(text, type.Values.Select(value => value.Name)), "the enum value")
            : "";
        context.Report(
            node is EnumValueNode
                ? $"Value \"{text}\" does not exist in \"{type.Name}\" enum.{suggestion}"
                : $"Enum \"{type.Name}\" cannot represent non-enum value: {text}.{suggestion}",
            node.Location);
    }

    private static void CheckScalar(ValidationContext context, ValueNode node, GraphQLType expected, ScalarType type)
    {
        // A literal with variables in it is read when their values are known; the scalars of the specification take none such.
        var isSpecified = BuiltInScalars.Specified.Contains(type);
        if ((!isSpecified && HasVariable(node)) || type.TryParse(ScalarInput.FromLiteral(node), out _, out var error))
            return;
        if (isSpecified)
            context.Report(error, node.Location);
        else
            context.Report($"Expected value of type \"{expected}\", found {GraphQLPrinter.Print(node)}; {error}", node.Location);
    }

    private static void CheckOneOf(ValidationContext context, ObjectValueNode node, InputObjectType type)
    {
        // A field that is given twice is another rule's matter.
        if (node.Fields.IsEmpty || node.Fields.Any(field => field.Name != node.Fields[0].Name))
            context.Report($"OneOf Input Object \"{type.Name}\" must specify exactly one key.", node.Location);
        else if (node.Fields[^1].Value is NullValueNode)
            context.Report($"Field \"{type.Name}.{node.Fields[0].Name}\" must be non-null.", node.Location);
    }

    private static bool HasVariable(ValueNode node) => node switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(HasVariable),
        ObjectValueNode value => value.Fields.Any(field => HasVariable(field.Value)),
        _ => false,
    };

    private static void Report(ValidationContext context, ValueNode node, GraphQLType expected) =>
        context.Report($"Expected value of type \"{expected}\", found {GraphQLPrinter.Print(node)}.", node.Location);
}
