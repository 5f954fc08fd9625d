using System.Text;

namespace GraphQL.Language;

internal ref partial struct Lexer
{
    private void ReadString()
    {
        position++;
        StringBuilder? text = null;
        while (true)
        {
            var rest = source[position..];
            var stop = rest.IndexOfAny("\"\\\n\r"u8);
            var chunk = stop < 0 ? rest : rest[..stop];
            if (stop < 0 || rest[stop] is (byte)'\n' or (byte)'\r')
            {
                CountCharacters(chunk);
                throw Error("Unterminated string.", position + chunk.Length);
            }

            var part = Encoding.UTF8.GetString(chunk);
            position += chunk.Length;
            lineStart += chunk.Length - part.Length;
            if (rest[stop] == '"')
            {
                position++;
                StringValue = text is null ? part : text.Append(part).ToString();
                return;
            }

            text ??= new StringBuilder();
            text.Append(part);
            ReadEscape(text);
        }
    }

    private void ReadEscape(StringBuilder text)
    {
        var escaped = position + 1 < source.Length ? source[position + 1] : 0;
        switch (escaped)
        {
            case 'u' when position + 2 < source.Length && source[position + 2] == '{':
                ReadBracedEscape(text);
                return;
            case 'u':
                ReadFixedEscape(text);
                return;
        }

        text.Append(escaped switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error($"Invalid character escape sequence: \"{Shown(2)}\".", position),
        });
        position += 2;
    }

    private void ReadBracedEscape(StringBuilder text)
    {
        var code = 0;
        var size = 3;
        while (size < 12)
        {
            var character = position + size < source.Length ? source[position + size] : -1;
            size++;
            if (character == '}')
            {
                if (size < 5 || !Rune.IsValid(code))
                    break;
                text.Append(new Rune(code).ToString());
                position += size;
                return;
            }

            var digit = HexDigit(character);
            if (digit < 0 || code > 0x10FFFF)
                break;
            code = (code << 4) | digit;
        }

        throw Error($"Invalid Unicode escape sequence: \"{Shown(size)}\".", position);
    }

    private void ReadFixedEscape(StringBuilder text)
    {
        var code = HexCode(position + 2);
        if (Rune.IsValid(code))
        {
            text.Append((char)code);
            position += 6;
            return;
        }

        if (code is >= 0xD800 and <= 0xDBFF && source[Math.Min(position + 6, source.Length)..].StartsWith("\\u"u8))
        {
            var low = HexCode(position + 8);
            if (low is >= 0xDC00 and <= 0xDFFF)
            {
                text.Append((char)code).Append((char)low);
                position += 12;
                return;
            }
        }

        throw Error($"Invalid Unicode escape sequence: \"{Shown(6)}\".", position);
    }

    private readonly int HexCode(int offset)
    {
        if (offset + 4 > source.Length)
            return -1;

        var code = 0;
        for (var index = offset; index < offset + 4; index++)
        {
            var digit = HexDigit(source[index]);
            if (digit < 0)
                return -1;
            code = (code << 4) | digit;
        }

        return code;
    }

    private static int HexDigit(int character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'F' => character - 'A' + 10,
        >= 'a' and <= 'f' => character - 'a' + 10,
        _ => -1,
    };

    // As many characters as fit into the bytes: an error text must not end in half a character.
    private readonly string Shown(int characters)
    {
        var text = Encoding.UTF8.GetString(source.Slice(position, Math.Min(characters * 4, source.Length - position)));
        return text.Length <= characters ? text : text[..(char.IsHighSurrogate(text[characters - 1]) ? characters + 1 : characters)];
    }

    private void ReadBlockString()
    {
        var from = position + 3;
        var at = from;
        var hasEscapes = false;
        while (true)
        {
            var next = source[at..].IndexOfAny("\"\\\n\r"u8);
            if (next < 0)
            {
                CountCharacters(source[Math.Max(from, lineStart)..]);
                throw Error("Unterminated string.", source.Length);
            }

            at += next;
            var rest = source[at..];
            if (rest[0] is (byte)'\n' or (byte)'\r')
            {
                position = at;
                SkipLineEnd();
                at = position;
            }
            else if (rest.StartsWith("\"\"\""u8))
            {
                break;
            }
            else if (rest.StartsWith("\\\"\"\""u8))
            {
                hasEscapes = true;
                at += 4;
            }
            else
            {
                at++;
            }
        }

        CountCharacters(source[Math.Max(from, lineStart)..at]);
        var raw = Encoding.UTF8.GetString(source[from..at]);
        StringValue = BlockString.Dedent(hasEscapes ? raw.Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal) : raw);
        position = at + 3;
    }
}
