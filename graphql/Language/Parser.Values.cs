using System.Text;

namespace GraphQL.Language;

internal ref partial struct Parser
{
    private ValueNode ParseValue(bool isConstant)
    {
        var location = lexer.Location;
        switch (lexer.Kind)
        {
            case TokenKind.BracketLeft:
                return ParseList(isConstant, location);
            case TokenKind.BraceLeft:
                return ParseObject(isConstant, location);
            case TokenKind.Int:
                var whole = Encoding.ASCII.GetString(lexer.Text);
                lexer.Advance();
                return new IntValueNode(whole) { Location = location };
            case TokenKind.Float:
                var number = Encoding.ASCII.GetString(lexer.Text);
                lexer.Advance();
                return new FloatValueNode(number) { Location = location };
            case TokenKind.String or TokenKind.BlockString:
                return ParseString();
            case TokenKind.Name:
                return ParseNamedValue(location);
            case TokenKind.Dollar when !isConstant:
                return ParseVariable();
            case TokenKind.Dollar:
                lexer.Advance();
                throw IsAt(TokenKind.Name)
                    ? Error($"Unexpected variable \"${Encoding.ASCII.GetString(lexer.Text)}\" in constant value.", location)
                    : Error("Unexpected \"$\".", location);
            default:
                throw Unexpected();
        }
    }

    private ValueNode ParseNamedValue(SourceLocation location)
    {
        if (SkipKeyword("true"u8))
            return new BooleanValueNode(true) { Location = location };
        if (SkipKeyword("false"u8))
            return new BooleanValueNode(false) { Location = location };
        if (SkipKeyword("null"u8))
            return new NullValueNode { Location = location };
        return new EnumValueNode(ParseName()) { Location = location };
    }

    private VariableNode ParseVariable()
    {
        var location = lexer.Location;
        Expect(TokenKind.Dollar);
        return new VariableNode(ParseName()) { Location = location };
    }

    private ListValueNode ParseList(bool isConstant, SourceLocation location)
    {
        lexer.Advance();
        Enter();
        var from = pending.Count;
        while (!Skip(TokenKind.BracketRight))
            pending.Add(ParseValue(isConstant));
        depth--;
        return new ListValueNode(Take<ValueNode>(from)) { Location = location };
    }

    private ObjectValueNode ParseObject(bool isConstant, SourceLocation location)
    {
        lexer.Advance();
        Enter();
        var from = pending.Count;
        while (!Skip(TokenKind.BraceRight))
        {
            var fieldLocation = lexer.Location;
            var name = ParseName();
            Expect(TokenKind.Colon);
            pending.Add(new ObjectFieldNode(name, ParseValue(isConstant)) { Location = fieldLocation });
        }

        depth--;
        return new ObjectValueNode(Take<ObjectFieldNode>(from)) { Location = location };
    }
}
