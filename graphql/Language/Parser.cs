using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GraphQL.Language;

/// <summary>A recursive-descent parser with one token of lookahead; nesting is bounded by the options.</summary>
internal ref partial struct Parser
{
    private readonly ParserOptions options;

    // Children of the nodes being read; each node takes its own from the end.
    private readonly List<SyntaxNode> pending = new(32);
    private Lexer lexer;
    private int depth;
    private int aliases;
    private int directives;

    public Parser(ReadOnlySpan<byte> source, ParserOptions options)
    {
        this.options = options;
        lexer = new Lexer(source, options.MaximumTokens);
        lexer.Advance();
    }

    public DocumentNode ParseDocument()
    {
        var location = lexer.Location;
        do
        {
            pending.Add(ParseDefinition());
        }
        while (lexer.Kind != TokenKind.EndOfFile);

        return new DocumentNode(Take<DefinitionNode>(0)) { Location = location, TokenCount = lexer.Count };
    }

    public ValueNode ParseWholeValue()
    {
        var value = ParseValue(isConstant: false);
        Expect(TokenKind.EndOfFile);
        return value;
    }

    public TypeNode ParseWholeType()
    {
        var type = ParseType();
        Expect(TokenKind.EndOfFile);
        return type;
    }

    private DefinitionNode ParseDefinition()
    {
        var location = lexer.Location;
        var description = ParseDescription();
        if (lexer.Kind == TokenKind.BraceLeft)
        {
            if (description is not null)
                throw Error("Unexpected description, descriptions are not supported on shorthand queries.", location);
            return new OperationDefinitionNode(OperationKind.Query, null, [], [], ParseSelectionSet()) { Location = location };
        }

        if (lexer.Kind != TokenKind.Name)
            throw Unexpected();

        var keyword = lexer.Text;
        if (keyword.SequenceEqual("query"u8))
            return ParseOperation(OperationKind.Query, description, location);
        if (keyword.SequenceEqual("mutation"u8))
            return ParseOperation(OperationKind.Mutation, description, location);
        if (keyword.SequenceEqual("subscription"u8))
            return ParseOperation(OperationKind.Subscription, description, location);
        if (keyword.SequenceEqual("fragment"u8))
            return ParseFragment(description, location);
        if (!keyword.SequenceEqual("extend"u8))
            return ParseTypeSystemDefinition(description, location);

        if (description is not null)
            throw Error("Unexpected description, only GraphQL definitions support descriptions.", location);
        lexer.Advance();
        return ParseTypeSystemExtension(location);
    }

    private StringValueNode? ParseDescription() =>
        lexer.Kind is TokenKind.String or TokenKind.BlockString ? ParseString() : null;

    private StringValueNode ParseString()
    {
        var node = new StringValueNode(lexer.StringValue!, lexer.Kind == TokenKind.BlockString) { Location = lexer.Location };
        lexer.Advance();
        return node;
    }

    private string ParseName()
    {
        if (lexer.Kind != TokenKind.Name)
            throw Expected(TokenKind.Name);
        var name = NameTable.Get(lexer.Text);
        lexer.Advance();
        return name;
    }

    private NamedTypeNode ParseNamedType()
    {
        var location = lexer.Location;
        return new NamedTypeNode(ParseName()) { Location = location };
    }

    private TypeNode ParseType()
    {
        var location = lexer.Location;
        TypeNode type;
        if (Skip(TokenKind.BracketLeft))
        {
            Enter();
            var inner = ParseType();
            Expect(TokenKind.BracketRight);
            depth--;
            type = new ListTypeNode(inner) { Location = location };
        }
        else
        {
            type = ParseNamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type) { Location = location } : type;
    }

    private void Enter()
    {
        if (++depth > options.MaximumDepth)
            throw Limit(options.MaximumDepth, "levels of nesting");
    }

    private readonly bool IsAt(TokenKind kind) => lexer.Kind == kind;

    private readonly bool IsAtKeyword(ReadOnlySpan<byte> keyword) => lexer.Kind == TokenKind.Name && lexer.Text.SequenceEqual(keyword);

    private bool Skip(TokenKind kind)
    {
        if (lexer.Kind != kind)
            return false;
        lexer.Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (lexer.Kind != kind)
            throw Expected(kind);
        if (kind != TokenKind.EndOfFile)
            lexer.Advance();
    }

    private bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!IsAtKeyword(keyword))
            return false;
        lexer.Advance();
        return true;
    }

    private void ExpectKeyword(string keyword, ReadOnlySpan<byte> bytes)
    {
        if (!SkipKeyword(bytes))
            throw Error($"Expected \"{keyword}\", found {lexer.Describe()}.", lexer.Location);
    }

    private readonly ImmutableArray<T> Take<T>(int from)
        where T : SyntaxNode
    {
        var count = pending.Count - from;
        if (count == 0)
            return [];

        var nodes = new T[count];
        for (var index = 0; index < count; index++)
            nodes[index] = (T)pending[from + index];
        pending.RemoveRange(from, count);
        return ImmutableCollectionsMarshal.AsImmutableArray(nodes);
    }

    private readonly GraphQLSyntaxException Unexpected() => Error($"Unexpected {lexer.Describe()}.", lexer.Location);

    private readonly GraphQLSyntaxException Expected(TokenKind kind) => Error($"Expected {kind.Describe()}, found {lexer.Describe()}.", lexer.Location);

    private readonly GraphQLSyntaxException Limit(int limit, string what) =>
        Error(string.Create(CultureInfo.InvariantCulture, $"Document contains more than {limit} {what}. Parsing aborted."), lexer.Location);

    private static GraphQLSyntaxException Error(string description, SourceLocation location) => new(description, location);
}
