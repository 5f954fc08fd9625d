using System.Security.Claims;
using System.Text;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Planning;
using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Execution;

public sealed class WritingTests
{
    private static readonly ServiceProvider Services = CreateServices();

    [Fact]
    public async Task Scalars_cost_no_allocation_however_many_there_are()
    {
        const string query = "query($n: Int!) { rows(count: $n) { number flag ratio at day amount kind maybe total } }";
        var few = await AllocatedAsync(query, 10);
        var many = await AllocatedAsync(query, 1010);
        (many - few).ShouldBeLessThan(2_000, "A thousand objects of nine scalars may cost no more than a few fixed structures.");
    }

    [Fact]
    public async Task Null_in_a_list_that_may_have_none_makes_the_list_null()
    {
        var answer = await AnswerAsync("{ holes strictHoles }");
        answer.ShouldContain("\"data\":null");
        answer.ShouldContain("\"path\":[\"holes\",1]");
        answer.ShouldContain("\"path\":[\"strictHoles\",1]");
        (await AnswerAsync("{ holes }")).ShouldStartWith("""{"data":{"holes":null},"errors":[""");
    }

    [Fact]
    public async Task A_scalar_that_cannot_be_written_is_its_own_failure() =>
        (await AnswerAsync("{ before: infinite rows(count: 1) { number } }")).ShouldStartWith("""{"data":{"before":null,"rows":[{"number":0}]},"errors":[{"message":"Internal error (id """);

    [Fact]
    public async Task A_list_that_fails_half_way_leaves_a_good_answer()
    {
        var answer = JsonDocument.Parse(await AnswerAsync("{ rows(count: 1) { number } failing { number } flag: __typename }"));
        answer.RootElement.GetProperty("data").GetRawText().ShouldBe("""{"rows":[{"number":0}],"failing":null,"flag":"Query"}""");
    }

    [Fact]
    public async Task An_object_of_a_type_the_schema_does_not_know_is_an_error()
    {
        var answer = await AnswerAsync("{ stranger { __typename } }");
        answer.ShouldStartWith("""{"data":{"stranger":null},"errors":[""");
    }

    private static ServiceProvider CreateServices()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(typeof(RowQueries), typeof(IKnown), typeof(KnownType));
        return services.BuildServiceProvider();
    }

    private static async Task<long> AllocatedAsync(string query, int count)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            using var output = new PooledBuffer(1 << 20);
            var state = State(query, count);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var run = OperationExecutor.ExecuteAsync(state, output);
            run.IsCompletedSuccessfully.ShouldBeTrue();
            await run;
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static async Task<string> AnswerAsync(string query)
    {
        using var output = new PooledBuffer();
        await OperationExecutor.ExecuteAsync(State(query, 0), output);
        return Encoding.UTF8.GetString(output.Written.Span);
    }

    private static OperationState State(string query, int count)
    {
        var prepared = Services.GetRequiredService<DocumentStore>().Get(Encoding.UTF8.GetBytes(query), out var errors);
        errors.ShouldBeEmpty();
        var operation = prepared!.Find(null, out _)!;
        List<GraphQLError> failures = [];
        var variables = VariableCoercion.Coerce(prepared.VariablesOf(operation), JsonSerializer.SerializeToElement(new { n = count }), failures);
        var plan = prepared.PlanOf(operation, variables, out _)!;
        return new OperationState
        {
            Schema = Services.GetRequiredService<Schema>(),
            Plan = plan,
            Variables = variables,
            OwnServices = Services,
            Errors = Services.GetRequiredService<ErrorReporter>(),
            Options = Services.GetRequiredService<GraphQLOptions>(),
            User = new ClaimsPrincipal(),
        };
    }
}

public enum RowKind
{
    Even,
    Odd,
}

public sealed record Row(int Number, bool Flag, double Ratio, DateTimeOffset At, DateOnly Day, decimal Amount, RowKind Kind, int? Maybe, long Total);

[UnionType("Known")]
public interface IKnown;

public sealed record KnownThing(int Number) : IKnown;

[ObjectType<KnownThing>]
public static class KnownType;

[QueryType]
public static class RowQueries
{
    private static readonly Row[] All =
    [
        .. Enumerable.Range(0, 2000).Select(number => new Row(
            number, number % 3 == 0, number / 8.0, DateTimeOffset.UnixEpoch.AddHours(number), DateOnly.FromDayNumber(number), number / 4m,
            (RowKind)(number % 2), number % 5 == 0 ? null : number, 10_000_000_000L + number)),
    ];

    private static readonly Dictionary<int, IReadOnlyList<Row>> Pages = new() { [1] = All[..1], [10] = All[..10], [1010] = All[..1010] };

    public static IReadOnlyList<Row> GetRows(int count) => Pages[count];

    [GraphQLType("[Int!]")]
    public static IReadOnlyList<int?> GetHoles() => [1, null, 3];

    [GraphQLType("[Int!]!")]
    public static IReadOnlyList<int?> GetStrictHoles() => [1, null, 3];

    public static double? GetInfinite() => double.PositiveInfinity;

    public static IEnumerable<Row>? GetFailing()
    {
        yield return All[0];
        throw new InvalidOperationException("half way");
    }

    public static IKnown? GetStranger() => new Stranger();

    [GraphQLIgnore]
    private sealed class Stranger : IKnown;
}
