using System.Collections.Immutable;

namespace GraphQL.Language;

internal ref partial struct Parser
{
    private TypeSystemNode ParseTypeSystemDefinition(StringValueNode? description, SourceLocation location)
    {
        if (SkipKeyword("schema"u8))
            return new SchemaDefinitionNode(description, ParseDirectives(true), ParseOperationTypes(isOptional: false)) { Location = location };
        if (SkipKeyword("scalar"u8))
            return new ScalarTypeDefinitionNode(description, ParseName(), ParseDirectives(true)) { Location = location };
        if (SkipKeyword("type"u8))
            return ParseObjectType(description) with { Location = location };
        if (SkipKeyword("interface"u8))
            return ParseInterfaceType(description) with { Location = location };
        if (SkipKeyword("union"u8))
            return new UnionTypeDefinitionNode(description, ParseName(), ParseDirectives(true), ParseUnionMembers()) { Location = location };
        if (SkipKeyword("enum"u8))
            return new EnumTypeDefinitionNode(description, ParseName(), ParseDirectives(true), ParseEnumValues()) { Location = location };
        if (SkipKeyword("input"u8))
            return new InputObjectTypeDefinitionNode(description, ParseName(), ParseDirectives(true), ParseInputFields()) { Location = location };
        if (SkipKeyword("directive"u8))
            return ParseDirectiveDefinition(description) with { Location = location };
        throw description is null ? Unexpected() : Error("Unexpected description, only GraphQL definitions support descriptions.", location);
    }

    // An extension that adds nothing is not a document.
    private TypeSystemNode ParseTypeSystemExtension(SourceLocation location)
    {
        if (SkipKeyword("schema"u8))
        {
            var applied = ParseDirectives(true);
            var operations = ParseOperationTypes(isOptional: true);
            DemandAddition(applied.Length + operations.Length);
            return new SchemaDefinitionNode(null, applied, operations) { Location = location, IsExtension = true };
        }

        TypeDefinitionNode extension;
        int additions;
        if (SkipKeyword("scalar"u8))
        {
            extension = new ScalarTypeDefinitionNode(null, ParseName(), ParseDirectives(true));
            additions = 0;
        }
        else if (SkipKeyword("type"u8))
        {
            var type = ParseObjectType(null);
            (extension, additions) = (type, type.Interfaces.Length + type.Fields.Length);
        }
        else if (SkipKeyword("interface"u8))
        {
            var type = ParseInterfaceType(null);
            (extension, additions) = (type, type.Interfaces.Length + type.Fields.Length);
        }
        else if (SkipKeyword("union"u8))
        {
            var type = new UnionTypeDefinitionNode(null, ParseName(), ParseDirectives(true), ParseUnionMembers());
            (extension, additions) = (type, type.Types.Length);
        }
        else if (SkipKeyword("enum"u8))
        {
            var type = new EnumTypeDefinitionNode(null, ParseName(), ParseDirectives(true), ParseEnumValues());
            (extension, additions) = (type, type.Values.Length);
        }
        else if (SkipKeyword("input"u8))
        {
            var type = new InputObjectTypeDefinitionNode(null, ParseName(), ParseDirectives(true), ParseInputFields());
            (extension, additions) = (type, type.Fields.Length);
        }
        else
        {
            throw Unexpected();
        }

        DemandAddition(additions + extension.Directives.Length);
        return extension with { Location = location, IsExtension = true };
    }

    private readonly void DemandAddition(int additions)
    {
        if (additions == 0)
            throw Unexpected();
    }

    private ImmutableArray<OperationTypeNode> ParseOperationTypes(bool isOptional)
    {
        if (isOptional && !IsAt(TokenKind.BraceLeft))
            return [];

        Expect(TokenKind.BraceLeft);
        var from = pending.Count;
        do
        {
            var location = lexer.Location;
            OperationKind kind;
            if (IsAtKeyword("query"u8))
                kind = OperationKind.Query;
            else if (IsAtKeyword("mutation"u8))
                kind = OperationKind.Mutation;
            else if (IsAtKeyword("subscription"u8))
                kind = OperationKind.Subscription;
            else
                throw IsAt(TokenKind.Name) ? Unexpected() : Expected(TokenKind.Name);
            lexer.Advance();
            Expect(TokenKind.Colon);
            pending.Add(new OperationTypeNode(kind, ParseNamedType()) { Location = location });
        }
        while (!Skip(TokenKind.BraceRight));

        return Take<OperationTypeNode>(from);
    }

    private ObjectTypeDefinitionNode ParseObjectType(StringValueNode? description) =>
        new(description, ParseName(), ParseInterfaces(), ParseDirectives(true), ParseFields());

    private InterfaceTypeDefinitionNode ParseInterfaceType(StringValueNode? description) =>
        new(description, ParseName(), ParseInterfaces(), ParseDirectives(true), ParseFields());

    private ImmutableArray<NamedTypeNode> ParseInterfaces() =>
        SkipKeyword("implements"u8) ? ParseDelimitedTypes(TokenKind.Ampersand) : [];

    private ImmutableArray<NamedTypeNode> ParseUnionMembers() =>
        Skip(TokenKind.EqualsSign) ? ParseDelimitedTypes(TokenKind.Pipe) : [];

    private ImmutableArray<NamedTypeNode> ParseDelimitedTypes(TokenKind delimiter)
    {
        Skip(delimiter);
        var from = pending.Count;
        do
        {
            pending.Add(ParseNamedType());
        }
        while (Skip(delimiter));

        return Take<NamedTypeNode>(from);
    }

    private ImmutableArray<FieldDefinitionNode> ParseFields()
    {
        if (!Skip(TokenKind.BraceLeft))
            return [];

        var from = pending.Count;
        do
        {
            var location = lexer.Location;
            var description = ParseDescription();
            var name = ParseName();
            var arguments = ParseArgumentDefinitions();
            Expect(TokenKind.Colon);
            pending.Add(new FieldDefinitionNode(description, name, arguments, ParseType(), ParseDirectives(true)) { Location = location });
        }
        while (!Skip(TokenKind.BraceRight));

        return Take<FieldDefinitionNode>(from);
    }

    private ImmutableArray<InputValueDefinitionNode> ParseArgumentDefinitions() =>
        Skip(TokenKind.ParenthesisLeft) ? ParseInputValues(TokenKind.ParenthesisRight) : [];

    private ImmutableArray<InputValueDefinitionNode> ParseInputFields() =>
        Skip(TokenKind.BraceLeft) ? ParseInputValues(TokenKind.BraceRight) : [];

    private ImmutableArray<InputValueDefinitionNode> ParseInputValues(TokenKind close)
    {
        var from = pending.Count;
        do
        {
            var location = lexer.Location;
            var description = ParseDescription();
            var name = ParseName();
            Expect(TokenKind.Colon);
            var type = ParseType();
            var defaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConstant: true) : null;
            pending.Add(new InputValueDefinitionNode(description, name, type, defaultValue, ParseDirectives(true)) { Location = location });
        }
        while (!Skip(close));

        return Take<InputValueDefinitionNode>(from);
    }

    private ImmutableArray<EnumValueDefinitionNode> ParseEnumValues()
    {
        if (!Skip(TokenKind.BraceLeft))
            return [];

        var from = pending.Count;
        do
        {
            var location = lexer.Location;
            var description = ParseDescription();
            if (IsAtKeyword("true"u8) || IsAtKeyword("false"u8) || IsAtKeyword("null"u8))
                throw Error($"{lexer.Describe()} is reserved and cannot be used for an enum value.", lexer.Location);
            pending.Add(new EnumValueDefinitionNode(description, ParseName(), ParseDirectives(true)) { Location = location });
        }
        while (!Skip(TokenKind.BraceRight));

        return Take<EnumValueDefinitionNode>(from);
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(StringValueNode? description)
    {
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = ParseArgumentDefinitions();
        var isRepeatable = SkipKeyword("repeatable"u8);
        ExpectKeyword("on", "on"u8);
        Skip(TokenKind.Pipe);
        var from = pending.Count;
        do
        {
            var location = lexer.Location;
            if (!DirectiveLocations.IsKnown(lexer.Text) && IsAt(TokenKind.Name))
                throw Unexpected();
            pending.Add(new DirectiveLocationNode(ParseName()) { Location = location });
        }
        while (Skip(TokenKind.Pipe));

        return new DirectiveDefinitionNode(description, name, arguments, isRepeatable, Take<DirectiveLocationNode>(from));
    }
}
