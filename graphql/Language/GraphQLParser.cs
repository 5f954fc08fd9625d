using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace GraphQL.Language;

/// <summary>Reads GraphQL documents, values and types (specification of September 2025).</summary>
public static class GraphQLParser
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a document in UTF-8.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is no GraphQL document, or is over a limit.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> source, ParserOptions? options = null) => Begin(source, options).ParseDocument();

    /// <summary>Reads a document.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is no GraphQL document, or is over a limit.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null) => Parse(Encode(source), options);

    /// <summary>Reads a value, such as a default; variables are allowed in it.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is no GraphQL value, or is over a limit.</exception>
    public static ValueNode ParseValue(string source, ParserOptions? options = null) => Begin(Encode(source), options).ParseWholeValue();

    /// <summary>Reads a reference to a type, such as <c>[Int!]!</c>.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is no reference to a type, or is over a limit.</exception>
    public static TypeNode ParseType(string source, ParserOptions? options = null) => Begin(Encode(source), options).ParseWholeType();

    private static Parser Begin(ReadOnlySpan<byte> source, ParserOptions? options)
    {
        if (!Utf8.IsValid(source))
            throw InvalidUtf8(source);
        return new Parser(source, options ?? ParserOptions.Default);
    }

    private static byte[] Encode(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            return Strict.GetBytes(source);
        }
        catch (EncoderFallbackException invalid)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"U+{(int)source[invalid.Index]:X4}");
            throw new GraphQLSyntaxException($"Invalid character: {code}.", Locate(source.AsSpan(0, invalid.Index)));
        }
    }

    private static GraphQLSyntaxException InvalidUtf8(ReadOnlySpan<byte> source)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(source[valid..], out _, out var length) == System.Buffers.OperationStatus.Done)
            valid += length;
        return new GraphQLSyntaxException("Invalid UTF-8.", Locate(Encoding.UTF8.GetString(source[..valid])));
    }

    private static SourceLocation Locate(ReadOnlySpan<char> before)
    {
        var line = 1;
        var lineStart = 0;
        for (var index = 0; index < before.Length; index++)
        {
            if (before[index] == '\n' || (before[index] == '\r' && (index + 1 == before.Length || before[index + 1] != '\n')))
            {
                line++;
                lineStart = index + 1;
            }
        }

        return new SourceLocation(line, before.Length - lineStart + 1);
    }
}
