using System.Collections.Immutable;

namespace GraphQL.Language;

internal ref partial struct Parser
{
    private OperationDefinitionNode ParseOperation(OperationKind kind, StringValueNode? description, SourceLocation location)
    {
        lexer.Advance();
        var nameLocation = lexer.Location;
        var name = IsAt(TokenKind.Name) ? ParseName() : null;
        var variables = ParseVariableDefinitions();
        var applied = ParseDirectives(isConstant: false);
        return new OperationDefinitionNode(kind, name, variables, applied, ParseSelectionSet(), description)
        {
            Location = location,
            NameLocation = name is null ? default : nameLocation,
        };
    }

    private FragmentDefinitionNode ParseFragment(StringValueNode? description, SourceLocation location)
    {
        lexer.Advance();
        var nameLocation = lexer.Location;
        if (IsAtKeyword("on"u8))
            throw Unexpected();
        var name = ParseName();
        ExpectKeyword("on", "on"u8);
        var typeCondition = ParseNamedType();
        var applied = ParseDirectives(isConstant: false);
        return new FragmentDefinitionNode(name, typeCondition, applied, ParseSelectionSet(), description)
        {
            Location = location,
            NameLocation = nameLocation,
        };
    }

    private ImmutableArray<VariableDefinitionNode> ParseVariableDefinitions()
    {
        if (!Skip(TokenKind.ParenthesisLeft))
            return [];

        var from = pending.Count;
        do
        {
            pending.Add(ParseVariableDefinition());
        }
        while (!Skip(TokenKind.ParenthesisRight));

        return Take<VariableDefinitionNode>(from);
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var location = lexer.Location;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        var type = ParseType();
        var defaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConstant: true) : null;
        return new VariableDefinitionNode(variable, type, defaultValue, ParseDirectives(isConstant: true), description) { Location = location };
    }

    private SelectionSetNode ParseSelectionSet()
    {
        var location = lexer.Location;
        Expect(TokenKind.BraceLeft);
        Enter();
        var from = pending.Count;
        do
        {
            pending.Add(ParseSelection());
        }
        while (!Skip(TokenKind.BraceRight));

        depth--;
        return new SelectionSetNode(Take<SelectionNode>(from)) { Location = location };
    }

    private SelectionNode ParseSelection()
    {
        var location = lexer.Location;
        return Skip(TokenKind.Spread) ? ParseSpread(location) : ParseField(location);
    }

    private FieldNode ParseField(SourceLocation location)
    {
        var name = ParseName();
        string? alias = null;
        if (Skip(TokenKind.Colon))
        {
            if (++aliases > options.MaximumAliases)
                throw Limit(options.MaximumAliases, "aliases");
            alias = name;
            name = ParseName();
        }

        var arguments = ParseArguments(isConstant: false);
        var applied = ParseDirectives(isConstant: false);
        var selectionSet = IsAt(TokenKind.BraceLeft) ? ParseSelectionSet() : null;
        return new FieldNode(alias, name, arguments, applied, selectionSet) { Location = location };
    }

    private SelectionNode ParseSpread(SourceLocation location)
    {
        var hasCondition = SkipKeyword("on"u8);
        if (!hasCondition && IsAt(TokenKind.Name))
        {
            var nameLocation = lexer.Location;
            var name = ParseName();
            return new FragmentSpreadNode(name, ParseDirectives(isConstant: false)) { Location = location, NameLocation = nameLocation };
        }

        var typeCondition = hasCondition ? ParseNamedType() : null;
        var applied = ParseDirectives(isConstant: false);
        return new InlineFragmentNode(typeCondition, applied, ParseSelectionSet()) { Location = location };
    }

    private ImmutableArray<ArgumentNode> ParseArguments(bool isConstant)
    {
        if (!Skip(TokenKind.ParenthesisLeft))
            return [];

        var from = pending.Count;
        do
        {
            var location = lexer.Location;
            var name = ParseName();
            Expect(TokenKind.Colon);
            pending.Add(new ArgumentNode(name, ParseValue(isConstant)) { Location = location });
        }
        while (!Skip(TokenKind.ParenthesisRight));

        return Take<ArgumentNode>(from);
    }

    private ImmutableArray<DirectiveNode> ParseDirectives(bool isConstant)
    {
        if (!IsAt(TokenKind.At))
            return [];

        var from = pending.Count;
        while (true)
        {
            var location = lexer.Location;
            if (!Skip(TokenKind.At))
                return Take<DirectiveNode>(from);
            if (++directives > options.MaximumDirectives)
                throw Limit(options.MaximumDirectives, "directives");
            var name = ParseName();
            pending.Add(new DirectiveNode(name, ParseArguments(isConstant)) { Location = location });
        }
    }
}
