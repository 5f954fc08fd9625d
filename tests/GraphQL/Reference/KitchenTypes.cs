namespace GraphQL.Tests.Reference;

[InterfaceType<IThing>(Name = "Thing")]
public static class ThingType
{
    public static string? Name([Parent] IThing thing) => Dice.IsThere(thing.Key, "name") ? Dice.Text(thing.Key, "name") : null;

    public static string Title([Parent] IThing thing) => Dice.IsThere(thing.Key, "title") ? Dice.Text(thing.Key, "title") : null!;

    [GraphQLType("Int!")]
    public static int? Rank([Parent] IThing thing, Counter counter) =>
        counter.Value >= 0 && Dice.IsThere(thing.Key, "rank") ? Dice.Number(thing.Key, "rank") : null;

    public static async Task<IThing?> NextAsync([Parent] IThing thing, Counter counter)
    {
        if (counter.Value % 2 == 0)
            await Task.Yield();
        return Dice.Thing(thing.Key, "next");
    }

    public static IThing Self([Parent] IThing thing) => Dice.IsThere(thing.Key, "self") ? thing : null!;

    [BatchResolver]
    public static IReadOnlyList<FieldResult<IThing>> Must([Parent] IReadOnlyList<IThing> things) => [.. things.Select(thing =>
        Dice.Roll(thing.Key, "must") % 20 == 0 ? new FieldResult<IThing>(new GraphQLError("No.")) : new FieldResult<IThing>(Dice.Make(thing.Key, "must")))];

    [GraphQLType("[Thing]")]
    public static IReadOnlyList<object?> Many([Parent] IThing thing, int count = 2) => [.. Enumerable.Range(0, Math.Clamp(count, 0, 3)).Select(index =>
        (Dice.Roll(thing.Key, "many" + index) % 10) switch
        {
            0 => new GraphQLError("Not this one."),
            1 => null,
            _ => (object)Dice.Make(thing.Key, "many" + index),
        })];

    [GraphQLType("[[Thing!]]")]
    [Parallel]
    public static async Task<List<List<IThing?>?>?> GridAsync([Parent] IThing thing, Counter counter)
    {
        await Task.Yield();
        return counter.Value >= 0 && Dice.IsThere(thing.Key, "grid")
            ? Dice.List(thing.Key, "grid", row => Dice.List(thing.Key, row, cell => Dice.Make(thing.Key, cell)))
            : null;
    }

    [GraphQLType("[[Thing!]!]")]
    public static List<List<IThing?>?> Rows([Parent] IThing thing) =>
        Dice.List(thing.Key, "rows", row => Dice.List(thing.Key, row, cell => Dice.Make(thing.Key, cell)));

    [GraphQLType("[Thing!]!")]
    [Parallel]
    public static IEnumerable<IThing?> Lazy([Parent] IThing thing, int from = 0) => Enumerate(thing.Key, Math.Max(from, 0));

    public static IRound? Round([Parent] IThing thing) => Dice.Thing(thing.Key, "round") as IRound;

    [BatchResolver]
    public static Task<IReadOnlyList<IShape?>> ShapesAsync([Parent] IReadOnlyList<IThing> things) =>
        Task.FromResult<IReadOnlyList<IShape?>>([.. things.Select(thing => Dice.Make(thing.Key, "shapes") as IShape)]);

    public static Color? Color([Parent] IThing thing) => Dice.IsThere(thing.Key, "color") ? (Color)(Dice.Number(thing.Key, "color") % 4) : null;

    [GraphQLType("[Color!]")]
    public static List<Color?> Colors([Parent] IThing thing) =>
        Dice.List<Color?>(thing.Key, "colors", name => (Color)(Dice.Number(thing.Key, name) % 4));

    public static Code? Code([Parent] IThing thing) => Dice.IsThere(thing.Key, "code") ? new Code(Dice.Number(thing.Key, "code")) : null;

    public static List<Code?> Codes([Parent] IThing thing, Counter counter) =>
        counter.Value < 0 ? [] : Dice.List<Code?>(thing.Key, "codes", name => new Code(Dice.Number(thing.Key, name)));

    [GraphQLType("ID!")]
    public static string Id([Parent] IThing thing) => "#" + thing.Key;

    private static IEnumerable<IThing?> Enumerate(int key, int from)
    {
        for (var index = from; index < 3; index++)
        {
            if (Dice.Roll(key, "lazy" + index) % 20 == 0)
                throw new InvalidOperationException("Nothing comes any more.");
            yield return Dice.Roll(key, "lazy" + index) % 20 == 1 ? null : Dice.Make(key, "lazy" + index);
        }
    }
}

[InterfaceType<IRound>(Name = "Round")]
public static class RoundType
{
    [GraphQLType("[Int]")]
    public static List<int?> Ints([Parent] IRound thing) => Numbers.Of(thing, "ints");

    [GraphQLType("[Int!]")]
    public static List<int?> IntsStrict([Parent] IRound thing) => Numbers.Of(thing, "intsStrict");

    [GraphQLType("[[Int!]]")]
    public static List<List<int?>?> Matrix([Parent] IRound thing) => Numbers.Matrix(thing, "matrix");

    [GraphQLType("[[Int!]!]!")]
    public static List<List<int?>?> MatrixStrict([Parent] IRound thing, Counter counter) => counter.Value < 0 ? [] : Numbers.Matrix(thing, "matrixStrict");

    [GraphQLType("[[[Int!]]!]")]
    public static List<List<List<int?>?>?> Cube([Parent] IRound thing) => Dice.List(thing.Key, "cube", name => Numbers.Matrix(thing, name));

    [GraphQLType("[Int!]")]
    public static IEnumerable<int> Count([Parent] IRound thing)
    {
        for (var index = 0; index < 3; index++)
        {
            if (Dice.Roll(thing.Key, "count" + index) % 12 == 0)
                throw new InvalidOperationException("Nobody counts further.");
            yield return index;
        }
    }
}

internal static class Numbers
{
    public static List<int?> Of(IThing thing, string name) => Dice.List<int?>(thing.Key, name, own => Dice.Number(thing.Key, own));

    public static List<List<int?>?> Matrix(IThing thing, string name) => Dice.List(thing.Key, name, own => Of(thing, own));
}

[ObjectType<Box>]
public static class BoxType
{
    public static IReadOnlyList<Box> GetBoxes([Parent] Box box) =>
        [.. Enumerable.Range(0, Dice.Length(box.Key, "boxes")).Select(index => new Box((box.Key + index + 1) * 3 % 1_000_000))];

    public static Box? Inner([Parent] Box box, Counter counter) => counter.Value >= 0 && Dice.IsThere(box.Key, "inner") ? new Box((box.Key + 3) % 1_000_000) : null;
}

[ObjectType<Ball>]
public static class BallType
{
    public static Ball? Bounce([Parent] Ball ball, int height = 1) => Dice.IsThere(ball.Key, "bounce") ? new Ball((ball.Key + (3 * Math.Clamp(height, 0, 10))) % 1_000_000) : null;
}

[ObjectType<Star>]
public static class StarType
{
    [BatchResolver]
    public static IReadOnlyList<Star?> Twin([Parent] IReadOnlyList<Star> stars) => [.. stars.Select(star => Dice.HasElement(star.Key, "twin") ? new Star((star.Key + 3) % 1_000_000) : null)];
}
