using System.Collections.Immutable;

namespace GraphQL.Language;

/// <summary>How each node of an executable document is written.</summary>
internal static partial class Printing
{
    private const int LongestLine = 80;

    public static void Document(PrintWriter text, DocumentNode node)
    {
        for (var index = 0; index < node.Definitions.Length; index++)
        {
            if (index > 0)
                text.Write("\n\n");

            // After a type without fields a bare brace would read as its fields.
            if (index > 0 && node.Definitions[index - 1] is TypeSystemNode && node.Definitions[index] is OperationDefinitionNode operation)
                Operation(text, operation, mayBeShort: false);
            else
                Definition(text, node.Definitions[index]);
        }
    }

    public static void Definition(PrintWriter text, DefinitionNode node)
    {
        switch (node)
        {
            case OperationDefinitionNode operation: Operation(text, operation); break;
            case FragmentDefinitionNode fragment: Fragment(text, fragment); break;
            case TypeSystemNode definition: TypeSystem(text, definition); break;
        }
    }

    public static string Keyword(OperationKind kind) => kind switch
    {
        OperationKind.Query => "query",
        OperationKind.Mutation => "mutation",
        OperationKind.Subscription => "subscription",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static void SelectionSet(PrintWriter text, SelectionSetNode node) => text.Lines("{", node.Selections, "}", Selection);

    public static void Selection(PrintWriter text, SelectionNode node)
    {
        switch (node)
        {
            case FieldNode field:
                Field(text, field);
                break;
            case FragmentSpreadNode spread:
                text.Write("...").Write(spread.Name);
                Directives(text, spread.Directives);
                break;
            case InlineFragmentNode fragment:
                text.Write("...");
                if (fragment.TypeCondition is { } condition)
                    text.Write(" on ").Write(condition.Name);
                Directives(text, fragment.Directives);
                text.Write(" ");
                SelectionSet(text, fragment.SelectionSet);
                break;
        }
    }

    public static void VariableDefinition(PrintWriter text, VariableDefinitionNode node)
    {
        Description(text, node.Description);
        text.Write("$").Write(node.Name).Write(": ");
        Type(text, node.Type);
        Default(text, node.DefaultValue);
        Directives(text, node.Directives);
    }

    public static void Directive(PrintWriter text, DirectiveNode node)
    {
        text.Write("@").Write(node.Name);
        if (node.Arguments.IsEmpty)
            return;
        text.Write("(");
        text.Join(node.Arguments, ", ", Argument);
        text.Write(")");
    }

    public static void Argument(PrintWriter text, ArgumentNode node)
    {
        text.Write(node.Name).Write(": ");
        Value(text, node.Value);
    }

    public static void ObjectField(PrintWriter text, ObjectFieldNode node)
    {
        text.Write(node.Name).Write(": ");
        Value(text, node.Value);
    }

    public static void Value(PrintWriter text, ValueNode node)
    {
        switch (node)
        {
            case VariableNode variable: text.Write("$").Write(variable.Name); break;
            case IntValueNode whole: text.Write(whole.Value); break;
            case FloatValueNode number: text.Write(number.Value); break;
            case StringValueNode { IsBlock: true } block when BlockString.CanHold(block.Value): text.WriteLines(BlockString.Print(block.Value)); break;
            case StringValueNode plain: text.Write(GraphQLPrinter.Quote(plain.Value)); break;
            case BooleanValueNode boolean: text.Write(boolean.Value ? "true" : "false"); break;
            case NullValueNode: text.Write("null"); break;
            case EnumValueNode member: text.Write(member.Value); break;
            case ListValueNode list:
                text.Write("[");
                text.Join(list.Values, ", ", Value);
                text.Write("]");
                break;
            case ObjectValueNode value:
                text.Write("{");
                text.Join(value.Fields, ", ", ObjectField);
                text.Write("}");
                break;
        }
    }

    public static void Type(PrintWriter text, TypeNode node)
    {
        switch (node)
        {
            case NamedTypeNode named:
                text.Write(named.Name);
                break;
            case ListTypeNode list:
                text.Write("[");
                Type(text, list.Type);
                text.Write("]");
                break;
            case NonNullTypeNode nonNull:
                Type(text, nonNull.Type);
                text.Write("!");
                break;
        }
    }

    private static void Operation(PrintWriter text, OperationDefinitionNode node, bool mayBeShort = true)
    {
        Description(text, node.Description);
        if (mayBeShort && node is { Kind: OperationKind.Query, Name: null, Description: null, VariableDefinitions.IsEmpty: true, Directives.IsEmpty: true })
        {
            SelectionSet(text, node.SelectionSet);
            return;
        }

        text.Write(Keyword(node.Kind));
        if (node.Name is not null || !node.VariableDefinitions.IsEmpty)
            text.Write(" ").Write(node.Name);
        if (node.VariableDefinitions.Any(variable => variable.Description is not null))
        {
            text.Lines("(", node.VariableDefinitions, ")", VariableDefinition);
        }
        else if (!node.VariableDefinitions.IsEmpty)
        {
            text.Write("(");
            text.Join(node.VariableDefinitions, ", ", VariableDefinition);
            text.Write(")");
        }

        Directives(text, node.Directives);
        text.Write(" ");
        SelectionSet(text, node.SelectionSet);
    }

    private static void Fragment(PrintWriter text, FragmentDefinitionNode node)
    {
        Description(text, node.Description);
        text.Write("fragment ").Write(node.Name).Write(" on ").Write(node.TypeCondition.Name);
        Directives(text, node.Directives);
        text.Write(" ");
        SelectionSet(text, node.SelectionSet);
    }

    private static void Field(PrintWriter text, FieldNode node)
    {
        var prefix = node.Alias is null ? node.Name : $"{node.Alias}: {node.Name}";
        text.Write(prefix);
        if (!node.Arguments.IsEmpty)
        {
            var line = new PrintWriter();
            line.Join(node.Arguments, ", ", Argument);
            var inline = line.ToString();
            if (prefix.Length + inline.Length + 2 > LongestLine || inline.Contains('\n', StringComparison.Ordinal))
                text.Lines("(", node.Arguments, ")", Argument);
            else
                text.Write("(").Write(inline).Write(")");
        }

        Directives(text, node.Directives);
        if (node.SelectionSet is { } selections)
        {
            text.Write(" ");
            SelectionSet(text, selections);
        }
    }

    private static void Directives(PrintWriter text, ImmutableArray<DirectiveNode> nodes)
    {
        foreach (var node in nodes)
        {
            text.Write(" ");
            Directive(text, node);
        }
    }

    private static void Description(PrintWriter text, StringValueNode? node)
    {
        if (node is null)
            return;
        Value(text, node);
        text.NewLine();
    }

    private static void Default(PrintWriter text, ValueNode? node)
    {
        if (node is null)
            return;
        text.Write(" = ");
        Value(text, node);
    }
}
