using System.Text;

namespace GraphQL.Language;

/// <summary>Keeps the names seen lately, so that the same name in many documents is one string.</summary>
internal static class NameTable
{
    private const int LongestKept = 48;

    // Fixed in size, so that strangers' names cannot fill memory; a lost race costs one string, nothing more.
    private static readonly string?[] Slots = new string?[2048];

    public static string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKept)
            return Encoding.ASCII.GetString(name);

        var hash = 2166136261u;
        foreach (var character in name)
            hash = (hash ^ character) * 16777619u;

        ref var slot = ref Slots[(hash ^ (hash >> 15)) & 2047];
        var kept = Volatile.Read(ref slot);
        if (kept is not null && Ascii.Equals(name, kept))
            return kept;

        var text = Encoding.ASCII.GetString(name);
        Volatile.Write(ref slot, text);
        return text;
    }
}
