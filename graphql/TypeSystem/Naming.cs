using System.Text;

namespace GraphQL.TypeSystem;

/// <summary>How C# names become GraphQL names.</summary>
internal static class Naming
{
    /// <summary>The name of a field: without <c>Get</c> and <c>Async</c>, in camelCase.</summary>
    public static string Method(string name)
    {
        if (name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3 && char.IsUpper(name[3]))
            name = name[3..];
        if (name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5)
            name = name[..^5];
        return Camel(name);
    }

    /// <summary>camelCase; a leading acronym becomes lower case as a whole: <c>URLPath</c> is <c>urlPath</c>.</summary>
    public static string Camel(string name)
    {
        var characters = name.ToCharArray();
        for (var index = 0; index < characters.Length && char.IsUpper(characters[index]); index++)
        {
            if (index > 0 && index + 1 < characters.Length && !char.IsUpper(characters[index + 1]) && !char.IsDigit(characters[index + 1]))
                break;
            characters[index] = char.ToLowerInvariant(characters[index]);
        }

        return new string(characters);
    }

    /// <summary>SCREAMING_SNAKE_CASE: <c>LessThan30Hours</c> is <c>LESS_THAN_30_HOURS</c>.</summary>
    public static string Constant(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && name[index] != '_' && name[index - 1] != '_' && BeginsWord(name, index))
                text.Append('_');
            text.Append(char.ToUpperInvariant(name[index]));
        }

        return text.ToString();
    }

    private static bool BeginsWord(string name, int index)
    {
        var (before, here) = (name[index - 1], name[index]);
        if (char.IsDigit(here))
            return !char.IsDigit(before);
        if (!char.IsUpper(here))
            return false;
        return !char.IsUpper(before) || (index + 1 < name.Length && char.IsLower(name[index + 1]));
    }
}
