using System.Diagnostics;
using System.Text;
using GraphQL.Language;

namespace GraphQL.Tests.Language;

/// <summary>Whatever bytes are read for half a minute: they are a document or a syntax error, and nothing else happens. A failure names its seed.</summary>
public sealed class ParserFuzzTests
{
    private const int FirstSeed = 20250903;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private const string Query =
        """"
        "d" query Q($a: [Int!]! = [1, -2.5e3] @x, $b: In = {s: "é😀\u00e9\u{1F600}\n", n: null}) @live {
          alias: field(arg: $a, t: true, e: RED, block: """
            two "quotes"
              \""" lines
          """) @skip(if: false) { ...F ... on T { id } ... @include(if: $b) { __typename } }
        }
        fragment F on T { a b, c } # a comment
        """";

    private static readonly byte[][] Valid = [Encoding.UTF8.GetBytes(Query), Encoding.UTF8.GetBytes(SchemaText.Everything)];

    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", "!", "$", "&", "...", ":", "=", "@", "|", "\"", "\"\"\"", "\\", "\\u", "\\u{", "#", "\n", "\r", ",", ".", "-", "0", "1e",
        "query", "fragment", "on", "extend", "type", "enum", "directive", "repeatable", "schema", "null", "\uFEFF", "é", "😀", "\0",
        "1e999999999", new('9', 2_000), new('{', 1_000), new('[', 1_000), "\"\"\"\n  a\n\t\\\"\"\" b\"\"\"", "\\uD83D\\uDE00", "\\u{110000}",
    ];

    // What may be nested, at the beginning and at the end of a document.
    private static readonly (string Head, string Open, string Within, string Close, string Tail)[] Nested =
    [
        ("", "{a", "", "}", ""), ("{a", "...on T{a", "", "}", "}"), ("{a(b:", "[", "1", "]", ")}"), ("{a(b:", "{c:", "1", "}", ")}"), ("query($a:", "[", "A", "]", "){a}"),
        ("query($a:B=", "[{c:", "1", "}]", "){a}"), ("type T{a:", "[", "A", "]", "}"), ("type T{a(b:", "[", "A", "]", "):C}"), ("directive @a(b:C=", "[", "1", "]", ")on FIELD"),
    ];

    // Characters that end before their last byte, are longer than they need be, or are half of a pair.
    private static readonly byte[][] BrokenUtf8 = [[0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC0, 0x80], [0xED, 0xA0, 0xBD], [0x80], [0xF8, 0x88]];

    [Fact]
    public void Mutated_documents_end_in_a_document_or_a_syntax_error()
    {
        var (parsed, refused) = Fuzz(Mutated);

        parsed.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Random_bytes_end_in_a_document_or_a_syntax_error() => Fuzz(Noise).Refused.ShouldBeGreaterThan(0);

    [Fact]
    public void Nesting_of_any_depth_ends_in_a_document_or_a_syntax_error()
    {
        var (parsed, refused) = Fuzz(Deep);

        parsed.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Every_beginning_of_a_document_is_refused_or_read()
    {
        foreach (var bytes in Valid)
        {
            for (var length = 0; length <= bytes.Length; length++)
                Parses(bytes[..length]);
            Parses(bytes).ShouldBeTrue();
        }
    }

    private static (int Parsed, int Refused) Fuzz(Func<Random, byte[]> make)
    {
        var watch = Stopwatch.StartNew();
        var (parsed, refused) = (0, 0);
        for (var seed = FirstSeed; watch.Elapsed < Budget; seed++)
        {
            var source = make(new Random(seed));
            try
            {
                if (Parses(source))
                    parsed++;
                else
                    refused++;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}, these bytes in Base64: {Convert.ToBase64String(source)}", failure);
            }
        }

        return (parsed, refused);
    }

    private static byte[] Mutated(Random random)
    {
        var bytes = Valid[random.Next(Valid.Length)].ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, BrokenUtf8[random.Next(BrokenUtf8.Length)]);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), Math.Min(5, bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Noise(Random random)
    {
        if (random.Next(2) == 0)
            return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        var bytes = new byte[random.Next(64)];
        random.NextBytes(bytes);
        return random.Next(2) == 0 ? bytes : [.. bytes.Select(one => (byte)(32 + (one % 95)))];
    }

    private static byte[] Deep(Random random)
    {
        var (head, open, within, close, tail) = Nested[random.Next(Nested.Length)];
        var depth = 1 << random.Next(18);
        var closed = random.Next(3) == 0 ? random.Next(depth) : depth;
        return Encoding.UTF8.GetBytes(head + Repeat(open, depth) + within + Repeat(close, closed) + tail);
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    // What was read must also print and read back.
    private static bool Parses(byte[] source)
    {
        DocumentNode document;
        try
        {
            document = GraphQLParser.Parse(source);
        }
        catch (GraphQLSyntaxException error)
        {
            error.Location.Line.ShouldBeGreaterThan(0);
            error.Location.Column.ShouldBeGreaterThan(0);
            return false;
        }

        var printed = GraphQLPrinter.Print(document);
        var again = GraphQLPrinter.Print(GraphQLParser.Parse(printed));
        if (again != printed)
            Assert.Fail($"Printed:\n{printed}\nRead and printed again:\n{again}");
        return true;
    }
}
