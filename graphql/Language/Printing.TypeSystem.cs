using System.Collections.Immutable;

namespace GraphQL.Language;

/// <summary>How each node of the type system is written.</summary>
internal static partial class Printing
{
    public static void OperationType(PrintWriter text, OperationTypeNode node) => text.Write(Keyword(node.Kind)).Write(": ").Write(node.Type.Name);

    public static void FieldDefinition(PrintWriter text, FieldDefinitionNode node)
    {
        Description(text, node.Description);
        text.Write(node.Name);
        Arguments(text, node.Arguments);
        text.Write(": ");
        Type(text, node.Type);
        Directives(text, node.Directives);
    }

    public static void InputValueDefinition(PrintWriter text, InputValueDefinitionNode node)
    {
        Description(text, node.Description);
        text.Write(node.Name).Write(": ");
        Type(text, node.Type);
        Default(text, node.DefaultValue);
        Directives(text, node.Directives);
    }

    public static void EnumValueDefinition(PrintWriter text, EnumValueDefinitionNode node)
    {
        Description(text, node.Description);
        text.Write(node.Name);
        Directives(text, node.Directives);
    }

    private static void TypeSystem(PrintWriter text, TypeSystemNode node)
    {
        Description(text, node.Description);
        if (node.IsExtension)
            text.Write("extend ");
        switch (node)
        {
            case SchemaDefinitionNode schema:
                text.Write("schema");
                Directives(text, schema.Directives);
                Members(text, schema.OperationTypes, OperationType);
                break;
            case DirectiveDefinitionNode directive:
                text.Write("directive @").Write(directive.Name);
                Arguments(text, directive.Arguments);
                text.Write(directive.IsRepeatable ? " repeatable on " : " on ");
                text.Join(directive.Locations, " | ", static (to, location) => to.Write(location.Name));
                break;
            case TypeDefinitionNode type:
                TypeDefinition(text, type);
                break;
        }
    }

    private static void TypeDefinition(PrintWriter text, TypeDefinitionNode node)
    {
        text.Write(TypeKeyword(node)).Write(" ").Write(node.Name);
        if (node is ComplexTypeDefinitionNode { Interfaces.IsEmpty: false } complex)
        {
            text.Write(" implements ");
            text.Join(complex.Interfaces, " & ", Type);
        }

        Directives(text, node.Directives);
        switch (node)
        {
            case ComplexTypeDefinitionNode type: Members(text, type.Fields, FieldDefinition); break;
            case EnumTypeDefinitionNode type: Members(text, type.Values, EnumValueDefinition); break;
            case InputObjectTypeDefinitionNode type: Members(text, type.Fields, InputValueDefinition); break;
            case UnionTypeDefinitionNode { Types.IsEmpty: false } type:
                text.Write(" = ");
                text.Join(type.Types, " | ", Type);
                break;
        }
    }

    private static string TypeKeyword(TypeDefinitionNode node) => node switch
    {
        ScalarTypeDefinitionNode => "scalar",
        ObjectTypeDefinitionNode => "type",
        InterfaceTypeDefinitionNode => "interface",
        UnionTypeDefinitionNode => "union",
        EnumTypeDefinitionNode => "enum",
        InputObjectTypeDefinitionNode => "input",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static void Arguments(PrintWriter text, ImmutableArray<InputValueDefinitionNode> nodes)
    {
        if (nodes.IsEmpty)
            return;
        if (nodes.Any(node => node.Description is not null))
        {
            text.Lines("(", nodes, ")", InputValueDefinition);
            return;
        }

        text.Write("(");
        text.Join(nodes, ", ", InputValueDefinition);
        text.Write(")");
    }

    private static void Members<T>(PrintWriter text, ImmutableArray<T> nodes, Action<PrintWriter, T> print)
    {
        if (nodes.IsEmpty)
            return;
        text.Write(" ");
        text.Lines("{", nodes, "}", print);
    }
}
