using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.TypeSystem;

[QueryType]
public static class WronglySizedQueries
{
    [ListSize(AssumedSize = 3)]
    public static int GetNoList() => 1;

    [ListSize(AssumedSize = -1)]
    public static IReadOnlyList<int> GetNegative() => [];

    [ListSize(SlicingArguments = ["count", "name"])]
    public static IReadOnlyList<string> GetSliced(string name) => [name];

    [ListSize(AssumedSize = 3, SizedFields = ["titles", "name"])]
    public static Shelf GetShelf() => new("", []);

    [ListSize(AssumedSize = 3, SlicingArguments = ["first"])]
    public static IReadOnlyList<int> GetTwice(int? first) => [first ?? 0];

    [ListSize(AssumedSize = 3, SlicingArguments = ["first"], RequireOneSlicingArgument = false)]
    public static IReadOnlyList<int> GetDefaulted(int first = 2) => [first];
}

public sealed record Shelf(string Name, IReadOnlyList<string> Titles);

[InterfaceType<IPriced>]
[Cost(2)]
public static class PricedInterface;

public interface IPriced
{
    string Name { get; }
}

[QueryType]
public static class PricedInterfaceQueries
{
    public static IPriced? GetPriced() => null;
}

public sealed class CostRulesTests
{
    [Fact]
    public void A_list_size_must_fit_its_field() => ErrorsOf(typeof(WronglySizedQueries)).Order(StringComparer.Ordinal).ShouldBe(
    [
        "Query.defaulted may assume a size beside slicing arguments only if they have no defaults and need not be given.",
        "Query.noList has a list size and must return a list, or name the fields that do.",
        "Query.shelf sizes the field \"name\", which Shelf does not have as a list.",
        "Query.sliced is sliced by the argument \"count\", which it does not have as an Int.",
        "Query.sliced is sliced by the argument \"name\", which it does not have as an Int.",
        "Query.twice may assume a size beside slicing arguments only if they have no defaults and need not be given.",
        "The assumed size of Query.negative must not be negative.",
    ]);

    [Fact]
    public void An_interface_has_no_cost_of_its_own() =>
        ErrorsOf(typeof(PricedInterfaceQueries), typeof(PricedInterface)).ShouldContain("IPriced is an interface and has no cost: that of the objects counts.");

    private static IReadOnlyList<string> ErrorsOf(params Type[] types)
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(types);
        using var provider = services.BuildServiceProvider();
        return Should.Throw<SchemaException>(() => provider.GetRequiredService<Schema>()).Errors;
    }
}
