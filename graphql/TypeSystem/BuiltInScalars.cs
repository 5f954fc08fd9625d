using GraphQL.TypeSystem.Scalars;

namespace GraphQL.TypeSystem;

/// <summary>The scalars the library brings along.</summary>
public static class BuiltInScalars
{
    /// <summary>32-bit whole numbers.</summary>
    public static ScalarType<int> Int { get; } = new IntScalar();

    /// <summary>Double-precision numbers.</summary>
    public static ScalarType<double> Float { get; } = new FloatScalar();

    /// <summary>Texts.</summary>
    public static ScalarType<string> String { get; } = new StringScalar();

    /// <summary>True or false.</summary>
    public static ScalarType<bool> Boolean { get; } = new BooleanScalar();

    /// <summary>Identifiers; texts in C#.</summary>
    public static ScalarType<string> Id { get; } = new IdScalar();

    /// <summary>Instants.</summary>
    public static ScalarType<DateTimeOffset> DateTime { get; } = new DateTimeScalar();

    /// <summary>Calendar dates.</summary>
    public static ScalarType<DateOnly> LocalDate { get; } = new LocalDateScalar();

    /// <summary>Exact decimal numbers.</summary>
    public static ScalarType<decimal> Decimal { get; } = new DecimalScalar();

    /// <summary>64-bit whole numbers.</summary>
    public static ScalarType<long> Long { get; } = new LongScalar();

    /// <summary>Absolute addresses.</summary>
    public static ScalarType<Uri> Url { get; } = new UrlScalar();

    /// <summary>Any JSON.</summary>
    public static ScalarType<System.Text.Json.JsonElement> Json { get; } = new JsonScalar();

    /// <summary>The scalars every schema has; SDL does not print them.</summary>
    public static IReadOnlyList<ScalarType> Specified { get; } = [Int, Float, String, Boolean, Id];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScalarType> All { get; } = [.. Specified, DateTime, LocalDate, Decimal, Long, Url, Json];
}
