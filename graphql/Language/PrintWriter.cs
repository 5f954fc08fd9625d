using System.Collections.Immutable;
using System.Text;

namespace GraphQL.Language;

/// <summary>Text with indentation.</summary>
internal sealed class PrintWriter
{
    private readonly StringBuilder text = new();
    private int indentation;

    public PrintWriter Write(string? part)
    {
        text.Append(part);
        return this;
    }

    public void NewLine() => text.Append('\n').Append(' ', indentation);

    public void Indent() => indentation += 2;

    public void Outdent() => indentation -= 2;

    /// <summary>Text of several lines, each but the first indented.</summary>
    public void WriteLines(string lines) => text.Append(lines.Replace("\n", "\n" + new string(' ', indentation), StringComparison.Ordinal));

    public void Join<T>(ImmutableArray<T> nodes, string separator, Action<PrintWriter, T> print)
    {
        for (var index = 0; index < nodes.Length; index++)
        {
            if (index > 0)
                Write(separator);
            print(this, nodes[index]);
        }
    }

    /// <summary>Nodes on lines of their own between an opening and a closing mark.</summary>
    public void Lines<T>(string open, ImmutableArray<T> nodes, string close, Action<PrintWriter, T> print)
    {
        Write(open);
        Indent();
        foreach (var node in nodes)
        {
            NewLine();
            print(this, node);
        }

        Outdent();
        NewLine();
        Write(close);
    }

    public override string ToString() => text.ToString();
}
