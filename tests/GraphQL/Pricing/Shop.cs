using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Pricing;

public enum Approximation
{
    Rough,
    Fair,
}

public sealed record ProductFilter([Cost(-12)] Approximation? Approx = null, string? Text = null, IReadOnlyList<RangeInput>? Ranges = null);

public sealed record RangeInput(int From, int To);

public sealed record Product(string Name, Maker Maker, IReadOnlyList<Maker> Sellers);

[Cost(3)]
public sealed record Maker(string Name, [property: Cost(0.5)] string Motto);

[UnionType("Thing")]
public interface IThing;

public sealed record Cheap(string Name) : IThing;

[Cost(8)]
public sealed record Dear(string Name, Maker Maker) : IThing;

/// <summary>Fields as the specification of the cost directives has them in its examples, and some more.</summary>
[QueryType]
public static class ShopQueries
{
    [Cost(5)]
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<string> GetTopProducts([Cost(15)] ProductFilter? filter = null) => [filter?.Text ?? "none"];

    [Cost(5)]
    public static Product? GetMostPopularProduct([Cost(-3)] Approximation? approx = null) => approx is null ? null : new("one", new("maker", "motto"), []);

    [Cost(2)]
    public static string GetBargain([Cost(-3)] bool? cheap = null) => $"{cheap}";

    [ListSize(SlicingArguments = ["max"])]
    public static Task<IReadOnlyList<Product>> GetProductsAsync(int max, Library library)
    {
        library.Note($"products:{max}");
        return Task.FromResult<IReadOnlyList<Product>>([]);
    }

    [ListSize(SlicingArguments = ["head", "tail"])]
    public static IReadOnlyList<Product> GetEnds(int? head = null, int? tail = null) => [.. Enumerable.Empty<Product>().Take(head ?? tail ?? 0)];

    public static IReadOnlyList<Product> GetUnsized() => [];

    public static IReadOnlyList<IThing> GetThings() => [];
}
