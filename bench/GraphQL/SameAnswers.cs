namespace Bench.GraphQL;

/// <summary>Servers are compared when they answer alike, byte by byte.</summary>
public static class SameAnswers
{
    public static async Task<bool> CheckAsync(ServerProcess ceiling, ServerProcess library, ServerProcess? mercurius)
    {
        var areSame = true;
        foreach (var (name, document) in ReferenceData.Queries)
        {
            var expected = await ceiling.FirstAnswerAsync(document);
            areSame &= IsSame(name, "the library", expected, await library.FirstAnswerAsync(document));

            // Its compiler takes over after the first request: both ways of answering count.
            for (var time = 0; mercurius is not null && time < 3; time++)
                areSame &= IsSame(name, "Mercurius", expected, await mercurius.FirstAnswerAsync(document));
        }

        return areSame;
    }

    private static bool IsSame(string query, string server, string expected, string actual)
    {
        if (actual == expected)
            return true;
        Console.Error.WriteLine($"{query}: the answers differ.{Environment.NewLine}the ceiling: {expected}{Environment.NewLine}{server}: {actual}");
        return false;
    }
}
