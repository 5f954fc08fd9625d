using System.Text.Json.Nodes;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.TypeSystem;

public sealed class IntrospectionTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_query_that_tools_send_is_answered_whole()
    {
        var answer = await host.PostAsync(
            """
            query IntrospectionQuery {
              __schema {
                description
                queryType { name kind } mutationType { name kind } subscriptionType { name kind }
                types { ...FullType }
                directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
              }
            }
            fragment FullType on __Type {
              kind name description specifiedByURL isOneOf
              fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
              inputFields(includeDeprecated: true) { ...InputValue }
              interfaces { ...TypeRef }
              enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
              possibleTypes { ...TypeRef }
            }
            fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
            fragment TypeRef on __Type {
              kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }
            }
            """);
        answer["errors"].ShouldBeNull(answer["errors"]?.ToJsonString());
        var schema = answer["data"]!["__schema"]!;
        schema["directives"]!.AsArray().Select(directive => directive!["name"]!.ToString()).ShouldBe(["cost", "deprecated", "include", "listSize", "oneOf", "skip", "specifiedBy"]);
        var types = schema["types"]!.AsArray().ToDictionary(type => type!["name"]!.ToString(), type => type!, StringComparer.Ordinal);
        types.Keys.ShouldContain("__Type");
        types["Choice"]["isOneOf"]!.GetValue<bool>().ShouldBeTrue();
        types["URL"]["specifiedByURL"]!.ToString().ShouldBe("https://url.spec.whatwg.org/");
        types["Person"]["possibleTypes"]!.AsArray().Select(type => type!["name"]!.ToString()).ShouldBe(["Author", "Reader"]);
        Member(types["EchoInput"], "inputFields", "price")["defaultValue"]!.ToString().ShouldBe("{amount: \"1.50\"}");
        Member(types["Book"], "fields", "caption")["deprecationReason"]!.ToString().ShouldBe("Use title.");
        Member(types["Book"], "fields", "tags")["type"]!.ToJsonString().ShouldStartWith("""{"kind":"NON_NULL","name":null,"ofType":{"kind":"LIST","name":null,""");
    }

    [Fact]
    public async Task Deprecated_members_show_only_when_asked_for()
    {
        (await host.DataAsync("""{ __type(name: "Binding") { enumValues { name } } }"""))
            .ShouldBe("""{"__type":{"enumValues":[{"name":"HARD_COVER"},{"name":"PAPERBACK"}]}}""");
        (await host.DataAsync("""{ __type(name: "Binding") { enumValues(includeDeprecated: true) { name isDeprecated } } }"""))
            .ShouldContain("""{"name":"SILK","isDeprecated":true}""");
    }

    [Fact]
    public async Task A_type_that_is_not_there_is_null() =>
        (await host.DataAsync("""{ __type(name: "Nothing") { name } }""")).ShouldBe("""{"__type":null}""");

    [Fact]
    public async Task Descriptions_come_from_documentation_comments()
    {
        var answer = await host.DataAsync(
            """
            { book: __type(name: "Book") { description fields { name description } }
              money: __type(name: "Money") { fields { description } }
              binding: __type(name: "Binding") { description enumValues { description } }
              query: __type(name: "Query") { fields { name args { description } } } }
            """);
        answer.ShouldContain("""{"name":"shout","description":"The title, loudly."}""");
        answer.ShouldContain("""{"description":"How much."},{"description":"ISO 4217."}""");
        answer.ShouldContain("""[{"description":"With a hard cover."},{"description":null}]""");
        answer.ShouldContain("""{"name":"books","args":[{"description":"Only these."},{"description":null}]}""");
    }

    [Fact]
    public async Task Introspection_can_be_closed_to_strangers()
    {
        await using var closed = await SampleHost.StartAsync(options => options.EnableIntrospection = false);
        (await closed.PostAsync("{ __schema { queryType { name } } }"))["errors"].ShouldNotBeNull();
        (await closed.DataAsync("{ __typename }")).ShouldBe("""{"__typename":"Query"}""");
        (await closed.PostAsync("{ hell }"))["errors"]![0]!["message"]!.ToString().ShouldNotContain("Did you mean");
    }

    private static JsonNode Member(JsonNode type, string list, string name) =>
        type[list]!.AsArray().First(member => member!["name"]!.ToString() == name)!;
}
