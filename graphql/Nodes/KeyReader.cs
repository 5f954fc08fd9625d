using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GraphQL.Nodes;

/// <summary>Reads the keys of global ids into their C# type.</summary>
internal abstract class KeyReader
{
    public abstract bool TryRead(string key, [NotNullWhen(true)] out object? value);

    public static KeyReader? For(Type type) =>
        type == typeof(string) ? new TextKeyReader()
        : type.GetInterfaces().Any(candidate =>
            candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IParsable<>) && candidate.GenericTypeArguments[0] == type)
            ? (KeyReader)Activator.CreateInstance(typeof(ParsedKeyReader<>).MakeGenericType(type))!
            : null;

    private sealed class TextKeyReader : KeyReader
    {
        public override bool TryRead(string key, [NotNullWhen(true)] out object? value)
        {
            value = key;
            return true;
        }
    }

    private sealed class ParsedKeyReader<T> : KeyReader
        where T : IParsable<T>
    {
        public override bool TryRead(string key, [NotNullWhen(true)] out object? value)
        {
            var parsed = T.TryParse(key, CultureInfo.InvariantCulture, out var result);
            value = parsed ? result : null;
            return value is not null;
        }
    }
}
