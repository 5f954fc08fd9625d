using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Execution;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.Tests.Sample;
using GraphQL.TypeSystem;
using GraphQL.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Reference;

/// <summary>The whole of a schema as introspection tells it, here and by graphql-js of the same schema's text.</summary>
public sealed class IntrospectionDifferenceTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public Task The_sample_schema_is_told_as_the_reference_tells_it() => CompareAsync(host.Schema);

    [Fact]
    public Task A_schema_of_everything_there_is_is_told_as_the_reference_tells_it() => CompareAsync(EverythingSchema.Create());

    private async Task CompareAsync(Schema schema)
    {
        using var reference = ReferenceProcess.Start(SchemaPrinter.Print(schema));
        var theirs = await reference.IntrospectAsync(TestContext.Current.CancellationToken);
        theirs.TryGetProperty("crash", out var crash).ShouldBeFalse(crash.ToString());
        var ours = await AnswerAsync(schema, theirs.GetProperty("query").GetString()!);
        var left = ours["data"]!["__schema"]!;
        var right = JsonNode.Parse(theirs.GetProperty("data").GetRawText())!["__schema"]!;

        foreach (var (name, node) in right.AsObject())
        {
            if (name is not ("types" or "directives"))
                Text(left[name]).ShouldBe(Text(node), name);
        }

        Compare(Named(left, "types"), Named(right, "types"));
        Compare(Named(left, "directives"), Named(right, "directives"));
    }

    private static void Compare(Dictionary<string, JsonNode> ours, Dictionary<string, JsonNode> theirs)
    {
        ours.Keys.Order(StringComparer.Ordinal).ShouldBe(theirs.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, node) in theirs)
        {
            // The specification leaves the words of its own types open, and its edition and the reference differ in some of their types.
            if (name.StartsWith("__", StringComparison.Ordinal) || DirectiveDefinition.Specified.Any(directive => directive.Name == name))
                Names(ours[name]).ShouldBe(WithoutDrafts(name, Names(node)), name);
            else
                Text(ours[name]).ShouldBe(Text(WithoutFilledDefaults(ours[name], node)), name);
        }
    }

    // The reference prints the default of an input object with the defaults of its fields filled in; the specification's text is the one that was declared.
    private static JsonNode WithoutFilledDefaults(JsonNode ours, JsonNode theirs)
    {
        foreach (var list in new[] { "fields", "args", "inputFields" })
        {
            foreach (var (left, right) in (ours[list]?.AsArray() ?? []).Zip(theirs[list]?.AsArray() ?? []))
            {
                WithoutFilledDefaults(left!, right!);
                if (Default(left!) is { } declared && Default(right!) is { } filled && declared.Fields.All(field => filled.Fields.Any(other => other.ToString() == field.ToString())))
                    right!["defaultValue"] = left!["defaultValue"]!.ToString();
            }
        }

        return theirs;
    }

    private static ObjectValueNode? Default(JsonNode value) => value["defaultValue"] is { } text ? GraphQLParser.ParseValue(text.ToString()) as ObjectValueNode : null;

    // Deprecated directives: in the reference, and in no edition of the specification yet.
    private static IEnumerable<string> WithoutDrafts(string type, List<string> members) => members
        .Select(member => member == "directives(includeDeprecated)" ? "directives()" : member)
        .Where(member => member is not ("DIRECTIVE_DEFINITION" or "DIRECTIVE_DEFINITION()"))
        .Where(member => type != "__Directive" || member is not ("isDeprecated()" or "deprecationReason()"));

    private static Dictionary<string, JsonNode> Named(JsonNode schema, string list) =>
        schema[list]!.AsArray().ToDictionary(node => node!["name"]!.ToString(), node => node!, StringComparer.Ordinal);

    private static string Text(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null";

    /// <summary>The names of members and of their arguments, and the places of directives.</summary>
    private static List<string> Names(JsonNode node) =>
    [
        .. new[] { "fields", "args", "enumValues" }
            .SelectMany(list => node[list]?.AsArray() ?? [])
            .Select(member => $"{member!["name"]}({string.Join(',', (member["args"]?.AsArray() ?? []).Select(argument => argument!["name"]))})")
            .Concat((node["locations"]?.AsArray() ?? []).Select(location => location!.ToString()))
            .Order(StringComparer.Ordinal),
    ];

    private async Task<JsonNode> AnswerAsync(Schema schema, string query)
    {
        var document = GraphQLParser.Parse(query);
        DocumentValidator.Validate(schema, document).ShouldBeEmpty();
        var operation = document.Definitions.OfType<OperationDefinitionNode>().Single();
        var state = new OperationState
        {
            Schema = schema,
            Plan = OperationPlanner.Plan(schema, document, operation, VariableValues.None, []),
            Variables = VariableValues.None,
            OwnServices = host.Services,
            Errors = host.Services.GetRequiredService<ErrorReporter>(),
            Options = host.Services.GetRequiredService<GraphQLOptions>(),
            User = new ClaimsPrincipal(),
        };
        using var output = new PooledBuffer();
        await OperationExecutor.ExecuteAsync(state, output);
        var answer = JsonNode.Parse(output.Written.Span)!;
        answer["errors"].ShouldBeNull();
        return answer;
    }
}
