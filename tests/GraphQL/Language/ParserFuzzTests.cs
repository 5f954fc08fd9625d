using System.Diagnostics;
using System.Text;
using GraphQL.Language;

namespace GraphQL.Tests.Language;

public sealed class ParserFuzzTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

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

    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", "!", "$", "&", "...", ":", "=", "@", "|", "\"", "\"\"\"", "\\", "\\u", "\\u{", "#", "\n", "\r", ",", ".", "-", "0", "1e",
        "query", "fragment", "on", "extend", "type", "enum", "directive", "repeatable", "schema", "null", "\uFEFF", "é", "😀", "\0",
    ];

    [Fact]
    public void Mutated_documents_end_in_a_document_or_a_syntax_error()
    {
        var random = new Random(20250903);
        byte[][] seeds = [Encoding.UTF8.GetBytes(Query), Encoding.UTF8.GetBytes(SchemaText.Everything)];
        var watch = Stopwatch.StartNew();
        var (parsed, refused) = (0, 0);
        while (watch.Elapsed < Budget)
        {
            var bytes = seeds[random.Next(seeds.Length)].ToList();
            for (var change = random.Next(1, 6); change > 0; change--)
                Mutate(bytes, random);
            if (Parses([.. bytes]))
                parsed++;
            else
                refused++;
        }

        parsed.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Random_bytes_end_in_a_document_or_a_syntax_error()
    {
        var random = new Random(20250904);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Budget)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
                bytes = [.. bytes.Select(one => (byte)(32 + (one % 95)))];
            Parses(bytes);
            Parses(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Pieces[random.Next(Pieces.Length)]))));
        }
    }

    [Fact]
    public void Every_beginning_of_a_document_is_refused_or_read()
    {
        var bytes = Encoding.UTF8.GetBytes(Query);
        for (var length = 0; length <= bytes.Length; length++)
            Parses(bytes[..length]);
        Parses(bytes).ShouldBeTrue();
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(4))
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
            default:
                bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), Math.Min(5, bytes.Count - at)));
                break;
        }

        if (bytes.Count == 0)
            bytes.Add((byte)'{');
    }

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
