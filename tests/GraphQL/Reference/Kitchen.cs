using System.Text.Json;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Reference;

public enum Color
{
    Red,
    Green,
    Blue,
}

public interface IThing
{
    int Key { get; }
}

public interface IRound : IThing;

[UnionType("Shape")]
public interface IShape;

public sealed record Box(int Key) : IThing, IShape
{
    public int Size => (int)(Key % 7 == 0 ? throw new InvalidOperationException("No size.") : (uint)Key % 50);

    public Box Same => this;
}

public sealed record Ball(int Key) : IRound
{
    public double? Radius => Key % 5 == 0 ? double.NaN : Key % 4 == 0 ? null : (Key % 100) / 4.0;
}

public sealed record Star(int Key) : IRound, IShape
{
    public IReadOnlyList<string> Points => [.. Enumerable.Range(0, Key % 4).Select(point => "p" + point)];
}

public readonly record struct Code(int Value);

public sealed class CodeScalar() : ScalarType<Code>("Code", "A letter and a number.")
{
    public override Code Parse(ScalarInput input) => input.Kind == ScalarInputKind.String && input.Text.StartsWith('c') && int.TryParse(input.Text[1..], out var value)
        ? new Code(value)
        : throw new FormatException("No code.");

    public override void Write(Utf8JsonWriter writer, Code value)
    {
        if (value.Value % 6 == 0)
            throw new FormatException("No code is divisible by six.");
        writer.WriteStringValue("c" + value.Value);
    }
}

public sealed record FilterInput(
    int? Min = 1,
    string? Text = null,
    FilterInput? Inner = null,
    IReadOnlyList<int?>? Values = null,
    [GraphQLDefault("[[1, null], [2]]")] IReadOnlyList<IReadOnlyList<int?>>? Grid = null,
    Color Color = Color.Green,
    Code? Code = null);

public sealed record StrictInput(string Name, [GraphQLDefault("7")] int Level, IReadOnlyList<FilterInput>? Filters);

[OneOf]
public sealed record PickInput(string? Text, int? Number, FilterInput? Filter);

/// <summary>What a mutation counts up.</summary>
public sealed class Counter
{
    public int Value { get; set; }
}
