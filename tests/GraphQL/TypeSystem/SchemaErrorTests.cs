using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.TypeSystem;

public sealed class SchemaErrorTests
{
    [Fact]
    public void Everything_wrong_with_the_classes_is_said_at_once()
    {
        var errors = ErrorsOf(typeof(BadQueries), typeof(BadThing));
        errors.ShouldContain(error => error.Contains("BadQueries.GetAnything", StringComparison.Ordinal) && error.Contains("System.Object is no GraphQL type", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("BadQueries.GetNothing returns nothing", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("is neither a registered service nor a type an argument can have", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("Thing has no property Missing", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("BadThing.GetOther takes a parent of type String", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("BadThing.GetMany is a batch resolver and must return a list", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("is a [Node] and needs a [NodeResolver]", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("The default of Query.defaulted(number:) is not valid", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("there is no type named Elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public void Subscriptions_need_a_stream_of_events_that_fits_them()
    {
        var errors = ErrorsOf(typeof(BadQueries), typeof(BadSubscriptions));
        errors.ShouldContain(error => error.StartsWith("BadSubscriptions.Once must return an IAsyncEnumerable<T>", StringComparison.Ordinal));
        errors.ShouldContain("BadSubscriptions.Lost subscribes with Nowhere: BadSubscriptions must have one static method of that name.");
        errors.ShouldContain("BadSubscriptions.Number is the source of a subscription and must return an IAsyncEnumerable<T>, or a task of one.");
        errors.ShouldContain("BadSubscriptions.Mistaken takes events of type String, which Int32 is not.");
        errors.ShouldContain("BadSubscriptions.Numbers declares the argument to with another type or default than the field.");
        errors.ShouldContain("BadSubscriptions.Twice returns events itself and must not subscribe with another method.");
        errors.ShouldContain("BadQueries.GetEvent takes an [EventMessage] and is no field of a subscription.");
        errors.ShouldContain("BadSubscriptions.Paged returns the events of a subscription: it can take no parent, no event and no page.");
    }

    [Fact]
    public void A_schema_needs_queries() =>
        ErrorsOf(typeof(string)).ShouldContain("Type Query must define one or more fields.");

    [Fact]
    public void Two_types_cannot_share_a_name()
    {
        var twin = new ObjectType("Twin", () => [new FieldDefinition("a", BuiltInScalars.Int)]);
        var query = new ObjectType("Query", () => [new FieldDefinition("a", twin), new FieldDefinition("b", new ObjectType("Twin", () => []))]);
        Should.Throw<SchemaException>(() => new Schema(query)).Errors.ShouldContain("There are two types named Twin.");
    }

    [Fact]
    public void An_implementation_must_keep_what_the_interface_promises()
    {
        var named = new InterfaceType("Named", () => [new FieldDefinition("name", BuiltInScalars.String.AsNonNull(), [new ArgumentDefinition("short", BuiltInScalars.Boolean)])]);
        var thing = new ObjectType("Thing", () => [new FieldDefinition("name", BuiltInScalars.String)], () => [named]);
        var errors = Should.Throw<SchemaException>(() => new Schema(new ObjectType("Query", () => [new FieldDefinition("thing", thing)]))).Errors;
        errors.ShouldBe(
        [
            "Interface field Named.name expects type String! but Thing.name is type String.",
            "Interface field argument Named.name(short:) expected but Thing.name does not provide it.",
        ]);
    }

    [Fact]
    public void An_input_that_can_never_be_written_is_refused()
    {
        InputObjectType? endless = null;
        endless = new InputObjectType("Endless", () => [new InputField("next", endless!.AsNonNull())]);
        var query = new ObjectType("Query", () => [new FieldDefinition("a", BuiltInScalars.Int, [new ArgumentDefinition("x", endless)])]);
        Should.Throw<SchemaException>(() => new Schema(query)).Errors
            .ShouldBe(["Input Object Endless can never be given a value: it needs itself through non-null fields."]);
    }

    private static IReadOnlyList<string> ErrorsOf(params Type[] types)
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(types);
        using var provider = services.BuildServiceProvider();
        return Should.Throw<SchemaException>(() => provider.GetRequiredService<Schema>()).Errors;
    }
}

[QueryType]
public static class BadQueries
{
    public static object GetAnything() => "";

    public static Task GetNothing() => Task.CompletedTask;

    public static int GetFrom(Stream stream) => stream.ReadByte();

    public static int Defaulted([GraphQLDefault("\"x\"")] int number) => number;

    public static string GetEvent([EventMessage] string message) => message;

    [GraphQLType("Elsewhere")]
    public static string? Typed() => null;
}

public sealed record Thing(int Number);

[Node(Key = "Number")]
[ObjectType<Thing>(Name = "Thing", Include = ["Missing"])]
public static class BadThing
{
    public static int GetOther([Parent] string parent) => parent.Length;

    [BatchResolver]
    public static int GetMany([Parent] IReadOnlyList<Thing> parents) => parents.Count;
}

[SubscriptionType]
public static class BadSubscriptions
{
    public static int Once() => 1;

    [Subscribe(With = "Nowhere")]
    public static int Lost([EventMessage] int number) => number;

    [Subscribe(With = nameof(Number))]
    public static int Single([EventMessage] int number) => number;

    [Subscribe(With = nameof(Numbers))]
    public static string Mistaken([EventMessage] string number) => number;

    [Subscribe(With = nameof(Numbers))]
    public static int Quarrel([EventMessage] int number, int to = 2) => number + to;

    [Subscribe(With = nameof(Numbers))]
    public static IAsyncEnumerable<int> Twice() => Numbers(1);

    public static IAsyncEnumerable<int> Paged(PageArguments page) => Numbers(page.Size);

    private static int Number() => 1;

    private static async IAsyncEnumerable<int> Numbers(int to)
    {
        await Task.Yield();
        yield return to;
    }
}
