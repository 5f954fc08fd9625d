using System.Buffers;
using System.Globalization;
using System.Text;

namespace GraphQL.Language;

/// <summary>Reads the tokens of a document, one at a time. The source must be valid UTF-8.</summary>
internal ref partial struct Lexer
{
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    // Errors repeat names, many times over: no name of a client's comes near.
    private const int MaximumNameLength = 1_000;

    private readonly ReadOnlySpan<byte> source;
    private readonly int maximumTokens;
    private int position;
    private int line;

    // Where the line would begin if every character before took as many bytes as it takes UTF-16 code units.
    private int lineStart;
    private int tokens;
    private int start;
    private int end;

    public Lexer(ReadOnlySpan<byte> source, int maximumTokens)
    {
        this.source = source;
        this.maximumTokens = maximumTokens;
        line = 1;
    }

    /// <summary>The kind of the current token.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>Where the current token begins.</summary>
    public SourceLocation Location { get; private set; }

    /// <summary>The value of the current token when it is a string.</summary>
    public string? StringValue { get; private set; }

    /// <summary>How many tokens were read.</summary>
    public readonly int Count => tokens;

    /// <summary>The current token as it was written.</summary>
    public readonly ReadOnlySpan<byte> Text => source[start..end];

    public readonly string Describe() => Kind switch
    {
        TokenKind.Name or TokenKind.Int or TokenKind.Float => $"{Kind.Describe()} \"{Encoding.ASCII.GetString(Text)}\"",
        TokenKind.String or TokenKind.BlockString => $"{Kind.Describe()} \"{StringValue}\"",
        _ => Kind.Describe(),
    };

    public void Advance()
    {
        SkipIgnored();
        start = position;
        Location = LocationAt(position);
        StringValue = null;
        if (position >= source.Length)
        {
            end = position;
            Kind = TokenKind.EndOfFile;
            return;
        }

        Kind = ReadToken(source[position]);
        end = position;
        if (++tokens > maximumTokens)
            throw new GraphQLSyntaxException(
                string.Create(CultureInfo.InvariantCulture, $"Document contains more than {maximumTokens} tokens. Parsing aborted."), Location);
    }

    private TokenKind ReadToken(byte first)
    {
        switch (first)
        {
            case (byte)'!': return Punctuator(TokenKind.Bang);
            case (byte)'$': return Punctuator(TokenKind.Dollar);
            case (byte)'&': return Punctuator(TokenKind.Ampersand);
            case (byte)'(': return Punctuator(TokenKind.ParenthesisLeft);
            case (byte)')': return Punctuator(TokenKind.ParenthesisRight);
            case (byte)':': return Punctuator(TokenKind.Colon);
            case (byte)'=': return Punctuator(TokenKind.EqualsSign);
            case (byte)'@': return Punctuator(TokenKind.At);
            case (byte)'[': return Punctuator(TokenKind.BracketLeft);
            case (byte)']': return Punctuator(TokenKind.BracketRight);
            case (byte)'{': return Punctuator(TokenKind.BraceLeft);
            case (byte)'|': return Punctuator(TokenKind.Pipe);
            case (byte)'}': return Punctuator(TokenKind.BraceRight);
            case (byte)'.' when source[position..].StartsWith("..."u8):
                position += 3;
                return TokenKind.Spread;
            case (byte)'"' when source[position..].StartsWith("\"\"\""u8):
                ReadBlockString();
                return TokenKind.BlockString;
            case (byte)'"':
                ReadString();
                return TokenKind.String;
        }

        if (IsNameStart(first))
        {
            var length = source[position..].IndexOfAnyExcept(NameBytes);
            length = length < 0 ? source.Length - position : length;
            if (length > MaximumNameLength)
                throw Error(string.Create(CultureInfo.InvariantCulture, $"Name has more than {MaximumNameLength} characters. Parsing aborted."), position);
            position += length;
            return TokenKind.Name;
        }

        if (first == '-' || IsDigit(first))
            return ReadNumber();

        throw first == '\''
            ? Error("Unexpected single quote character ('), did you mean to use a double quote (\")?", position)
            : Error($"Unexpected character: {CharacterAt(position)}.", position);
    }

    private TokenKind Punctuator(TokenKind kind)
    {
        position++;
        return kind;
    }

    private void SkipIgnored()
    {
        while (position < source.Length)
        {
            switch (source[position])
            {
                case (byte)' ' or (byte)'\t' or (byte)',':
                    position++;
                    break;
                case (byte)'\n' or (byte)'\r':
                    SkipLineEnd();
                    break;
                case (byte)'#':
                    var comment = source[position..].IndexOfAny((byte)'\n', (byte)'\r');
                    position = comment < 0 ? SkipToEnd() : position + comment;
                    break;
                case 0xEF when source[position..].StartsWith("\uFEFF"u8):
                    position += 3;
                    lineStart += 2;
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipLineEnd()
    {
        position += source[position] == '\r' && position + 1 < source.Length && source[position + 1] == '\n' ? 2 : 1;
        line++;
        lineStart = position;
    }

    private int SkipToEnd()
    {
        CountCharacters(source[position..]);
        return source.Length;
    }

    // Columns count UTF-16 code units, as editors and the reference implementation do.
    private void CountCharacters(ReadOnlySpan<byte> bytes)
    {
        if (!Ascii.IsValid(bytes))
            lineStart += bytes.Length - Encoding.UTF8.GetCharCount(bytes);
    }

    private TokenKind ReadNumber()
    {
        var isFloat = false;
        if (Peek() == '-')
            position++;

        if (Peek() == '0')
        {
            position++;
            if (IsDigit(Peek()))
                throw Error($"Invalid number, unexpected digit after 0: {CharacterAt(position)}.", position);
        }
        else
        {
            ReadDigits();
        }

        if (Peek() == '.')
        {
            isFloat = true;
            position++;
            ReadDigits();
        }

        if (Peek() is 'e' or 'E')
        {
            isFloat = true;
            position++;
            if (Peek() is '+' or '-')
                position++;
            ReadDigits();
        }

        if (Peek() == '.' || IsNameStart(Peek()))
            throw Error($"Invalid number, expected digit but got: {CharacterAt(position)}.", position);
        return isFloat ? TokenKind.Float : TokenKind.Int;
    }

    private void ReadDigits()
    {
        if (!IsDigit(Peek()))
            throw Error($"Invalid number, expected digit but got: {CharacterAt(position)}.", position);
        while (IsDigit(Peek()))
            position++;
    }

    private readonly int Peek() => position < source.Length ? source[position] : -1;

    private static bool IsDigit(int character) => character is >= '0' and <= '9';

    private static bool IsNameStart(int character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    private readonly SourceLocation LocationAt(int offset) => new(line, offset - lineStart + 1);

    private readonly GraphQLSyntaxException Error(string description, int offset) => new(description, LocationAt(offset));

    private readonly string CharacterAt(int offset)
    {
        if (offset >= source.Length)
            return "<EOF>";

        Rune.DecodeFromUtf8(source[offset..], out var rune, out _);
        return rune.Value switch
        {
            '"' => "'\"'",
            >= 0x20 and <= 0x7E => $"\"{(char)rune.Value}\"",
            _ => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}"),
        };
    }
}
