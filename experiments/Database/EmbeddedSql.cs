using System.Reflection;

namespace Experiments.Database;

internal static class EmbeddedSql
{
    internal static string Read(Assembly assembly, string fileName)
    {
        var names = assembly.GetManifestResourceNames().Where(name => name.EndsWith("." + fileName, StringComparison.Ordinal)).ToArray();
        if (names.Length != 1)
            throw new InvalidOperationException($"{assembly.GetName().Name} embeds {names.Length} files named {fileName}; one is expected.");

        using var stream = assembly.GetManifestResourceStream(names[0])!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
