using System.Globalization;

namespace GraphQL.Tests.Reference;

[QueryType]
public static class KitchenQueries
{
    public static IThing? Thing(int seed) => Dice.Thing(seed, "thing");

    public static IThing Strict(int seed) => Dice.Thing(seed, "strict")!;

    public static async Task<IReadOnlyList<IThing?>> ThingsAsync(IReadOnlyList<int> seeds)
    {
        await Task.Yield();
        return [.. seeds.Take(4).Select(seed => Dice.HasElement(seed, "things") ? Dice.Make(seed, "things") : null)];
    }

    public static IShape? Shape(int seed) => Dice.Make(seed, "shape") as IShape;

    public static string Hello() => "hello";

    public static string? Echo(
        int? whole = 3,
        double? real = null,
        bool flag = true,
        string? text = null,
        [GraphQLType("ID")] string? id = null,
        Color? color = Reference.Color.Blue,
        Code? code = null,
        [GraphQLDefault("[1, 2]")] IReadOnlyList<int>? numbers = null,
        IReadOnlyList<IReadOnlyList<int?>>? grid = null,
        FilterInput? filter = null,
        StrictInput? strict = null,
        PickInput? pick = null,
        [GraphQLDefault("{ text: \"x\" }")] FilterInput? preset = null) => string.Join(
            ' ',
            Shown(whole), Shown(real), Shown(flag), Shown(text), Shown(id), Shown(color), Shown(code), List(numbers, number => Shown(number)),
            List(grid, row => List(row, number => Shown(number))), Shown(filter), Shown(strict), Shown(pick), Shown(preset));

    public static string Needs(int first, string second = "two") => Shown(first) + Shown(second);

    private static string Shown(object? value) => value switch
    {
        null => "-",
        bool flag => flag ? "true" : "false",
        string text => $"'{text}'",
        Color color => color.ToString().ToUpperInvariant(),
        Code code => "c" + code.Value,
        FilterInput filter =>
            $"{{{Shown(filter.Min)} {Shown(filter.Text)} {Shown(filter.Inner)} {List(filter.Values, number => Shown(number))} "
            + $"{List(filter.Grid, row => List(row, number => Shown(number)))} {Shown(filter.Color)} {Shown(filter.Code)}}}",
        StrictInput strict => $"<{Shown(strict.Name)} {Shown(strict.Level)} {List(strict.Filters, filter => Shown(filter))}>",
        PickInput pick => $"|{Shown(pick.Text)} {Shown(pick.Number)} {Shown(pick.Filter)}|",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"Nobody shows {value}."),
    };

    private static string List<T>(IReadOnlyList<T>? values, Func<T, string> show) => values is null ? "-" : $"[{string.Join(' ', values.Select(show))}]";
}

[MutationType]
public static class KitchenMutations
{
    public static IThing? Bump(Counter counter, int by = 1) => Dice.Thing(counter.Value = (counter.Value + Math.Clamp(by, 1, 1000)) % 1_000_000, "bump");

    public static async Task<IThing> BumpStrictAsync(Counter counter, int by)
    {
        await Task.Yield();
        return Dice.Thing(counter.Value = (counter.Value + Math.Clamp(by, 1, 1000)) % 1_000_000, "bumpStrict")!;
    }

    public static int Total(Counter counter) => counter.Value;
}
