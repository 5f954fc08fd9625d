using System.Globalization;

namespace GraphQL.Tests.Reference;

/// <summary>Decides by a number and a name what a field answers; execute.mjs throws the same dice.</summary>
internal static class Dice
{
    public static uint Roll(int key, string name)
    {
        var hash = 2166136261u ^ (uint)key;
        foreach (var character in name)
            hash = (hash ^ character) * 16777619u;
        hash ^= hash >> 15;
        hash *= 0x2c1b3c6du;
        hash ^= hash >> 12;
        hash *= 0x297a2d39u;
        return hash ^ (hash >> 15);
    }

    /// <summary>False where the field is null; throws where it fails.</summary>
    public static bool IsThere(int key, string name) => (Roll(key, name) % 40) switch
    {
        0 => throw new GraphQLException("The dice say no."),
        1 => throw new InvalidOperationException("The dice are broken."),
        2 or 3 => false,
        _ => true,
    };

    public static int Number(int key, string name) => (int)(Roll(key, name + "#") % 100);

    public static string Text(int key, string name) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\" ü {Number(key, name)}");

    /// <summary>A thing that exists in any case.</summary>
    public static IThing Make(int key, string name)
    {
        var made = (int)(Roll(key, name + "*") % 1_000_000);
        return (made % 3) switch
        {
            0 => new Box(made),
            1 => new Ball(made),
            _ => new Star(made),
        };
    }

    public static IThing? Thing(int key, string name) => IsThere(key, name) ? Make(key, name) : null;

    public static int Length(int key, string name) => (int)(Roll(key, name + "n") % 4);

    public static bool HasElement(int key, string name) => Roll(key, name + "?") % 12 != 0;

    public static List<T?> List<T>(int key, string name, Func<string, T?> element)
    {
        var elements = new List<T?>();
        for (var index = 0; index < Length(key, name); index++)
        {
            var own = name + index.ToString(CultureInfo.InvariantCulture);
            elements.Add(HasElement(key, own) ? element(own) : default);
        }

        return elements;
    }
}
