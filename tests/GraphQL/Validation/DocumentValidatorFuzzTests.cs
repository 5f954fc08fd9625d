using System.Diagnostics;
using System.Text.RegularExpressions;
using GraphQL.Language;
using GraphQL.Validation;

namespace GraphQL.Tests.Validation;

public sealed partial class DocumentValidatorFuzzTests
{
    private static readonly string[] Documents =
    [
        """
        query Q($a: ID, $b: Boolean! = true, $c: FindDogInput) @onQuery {
          human(id: $a) { ...Person pets { name ... on Dog { barkVolume @include(if: $b) owner { ...Person } } } }
          findDog(searchBy: $c) { x: name(surname: $b) doesKnowCommand(dogCommand: SIT) }
        }
        fragment Person on Human { name relatives { name ...Other } }
        fragment Other on Being { name }
        """,
        """
        { catOrDog { ... on Pet { name } ... on Cat { x: meowVolume } ... on Dog { x: barkVolume } }
          findPet(by: {dog: {name: "Fido", tags: ["a", "b"], cats: [{name: "c", meowVolume: 1}]}}) { __typename }
          arguments { intMatrixArgField(matrix: [[1], null]) urlArgField(urlArg: {any: [true, 1.5]}) } }
        """,
        "subscription S { ...M } fragment M on Subscription { newMessage { body sender } }",
        "mutation M($id: ID!) { mutateDog(id: $id) } { __schema { types { fields { type { ofType { name } } } } } }",
    ];

    [Fact]
    public void Mutated_documents_are_judged_and_never_end_in_an_exception()
    {
        var random = new Random(20250905);
        var tokens = Documents.Select(document => Token().Matches(document).Select(match => match.Value).ToArray()).ToArray();
        var vocabulary = tokens.SelectMany(one => one).ToArray();
        var (valid, invalid) = (0, 0);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(2))
        {
            var mutated = tokens[random.Next(tokens.Length)].ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
                Mutate(mutated, vocabulary, random);
            DocumentNode document;
            try
            {
                document = GraphQLParser.Parse(string.Join(' ', mutated));
            }
            catch (GraphQLSyntaxException)
            {
                continue;
            }

            if (DocumentValidator.Validate(Rule.Schema, document).Count == 0)
                valid++;
            else
                invalid++;
        }

        valid.ShouldBeGreaterThan(0);
        invalid.ShouldBeGreaterThan(0);
    }

    private static void Mutate(List<string> tokens, string[] vocabulary, Random random)
    {
        var at = random.Next(tokens.Count);
        switch (random.Next(4))
        {
            case 0 when tokens.Count > 1:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, vocabulary[random.Next(vocabulary.Length)]);
                break;
            case 2:
                tokens[at] = vocabulary[random.Next(vocabulary.Length)];
                break;
            default:
                var other = random.Next(tokens.Count);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
        }
    }

    [GeneratedRegex("""\.\.\.|[A-Za-z_]\w*|[0-9.]+|"[^"]*"|\S""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
