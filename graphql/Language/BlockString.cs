using System.Text;

namespace GraphQL.Language;

/// <summary>The indentation of block strings (specification, 2.10.4 "Block Strings").</summary>
internal static class BlockString
{
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>Removes the indentation common to all lines but the first, and blank lines around the text.</summary>
    public static string Dedent(string raw)
    {
        if (!raw.AsSpan().ContainsAny('\n', '\r'))
            return IsBlank(raw) ? "" : raw;

        var lines = raw.Split(LineEnds, StringSplitOptions.None);
        var common = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var index = 0; index < lines.Length; index++)
        {
            var indent = Indent(lines[index]);
            if (indent == lines[index].Length)
                continue;

            if (first < 0)
                first = index;
            last = index;
            if (index > 0 && indent < common)
                common = indent;
        }

        if (first < 0)
            return "";

        var text = new StringBuilder(raw.Length);
        for (var index = first; index <= last; index++)
        {
            if (index > first)
                text.Append('\n');
            var line = lines[index].AsSpan();
            text.Append(index == 0 ? line : line[Math.Min(common, line.Length)..]);
        }

        return text.ToString();
    }

    /// <summary>True when the text, written as a block string, reads back as itself.</summary>
    public static bool CanHold(string value)
    {
        if (value.Length == 0)
            return true;
        foreach (var character in value)
        {
            if (character is < ' ' and not '\t' and not '\n')
                return false;
        }

        var lines = value.Split('\n');
        if (IsBlank(lines[0]) || IsBlank(lines[^1]))
            return false;

        var common = int.MaxValue;
        foreach (var line in lines)
        {
            if (!IsBlank(line))
                common = Math.Min(common, Indent(line));
        }

        return common == 0 || lines.Length == 1;
    }

    /// <summary>Writes the text between triple quotes, on lines of its own where that reads better.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = escaped.Split('\n');
        var single = lines.Length == 1;
        var leading = !single && lines.Skip(1).All(line => line is "" or [' ' or '\t', ..]);
        var tripleQuotesAtEnd = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var trailing = (value.EndsWith('"') && !tripleQuotesAtEnd) || value.EndsWith('\\');
        var several = !single || value.Length > 70 || trailing || leading || tripleQuotesAtEnd;
        var indented = single && value is [' ' or '\t', ..];

        var text = new StringBuilder("\"\"\"");
        if ((several && !indented) || leading)
            text.Append('\n');
        text.Append(escaped);
        if (several)
            text.Append('\n');
        return text.Append("\"\"\"").ToString();
    }

    private static bool IsBlank(string line) => Indent(line) == line.Length;

    private static int Indent(string line)
    {
        var index = 0;
        while (index < line.Length && (line[index] is ' ' or '\t'))
            index++;
        return index;
    }
}
