using System.Text;

namespace GraphQL.Language;

/// <summary>Writes syntax trees as text, laid out as the reference implementation does.</summary>
public static class GraphQLPrinter
{
    /// <summary>The node as text; reading it again gives an equal tree.</summary>
    public static string Print(SyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var text = new PrintWriter();
        switch (node)
        {
            case DocumentNode document: Printing.Document(text, document); break;
            case DefinitionNode definition: Printing.Definition(text, definition); break;
            case SelectionSetNode selections: Printing.SelectionSet(text, selections); break;
            case SelectionNode selection: Printing.Selection(text, selection); break;
            case ValueNode value: Printing.Value(text, value); break;
            case TypeNode type: Printing.Type(text, type); break;
            case DirectiveNode directive: Printing.Directive(text, directive); break;
            case ArgumentNode argument: Printing.Argument(text, argument); break;
            case ObjectFieldNode field: Printing.ObjectField(text, field); break;
            case VariableDefinitionNode variable: Printing.VariableDefinition(text, variable); break;
            case OperationTypeNode operation: Printing.OperationType(text, operation); break;
            case FieldDefinitionNode field: Printing.FieldDefinition(text, field); break;
            case InputValueDefinitionNode value: Printing.InputValueDefinition(text, value); break;
            case EnumValueDefinitionNode value: Printing.EnumValueDefinition(text, value); break;
            case DirectiveLocationNode location: text.Write(location.Name); break;
            default: throw new ArgumentException($"A {node.GetType().Name} has no text.", nameof(node));
        }

        return text.ToString();
    }

    /// <summary>The text between double quotes, with the escapes it needs.</summary>
    public static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or (>= '\x7F' and <= '\x9F') => text.Append("\\u").Append(((int)character).ToString("X4", null)),
                _ => text.Append(character),
            };
        }

        return text.Append('"').ToString();
    }
}
