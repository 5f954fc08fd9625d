using System.Text.Json;
using Conformance.Tests.Support;

namespace Conformance.Tests.Validation;

/// <summary>What came of giving generated documents to a host and to graphql-js.</summary>
/// <param name="Seed">What the documents follow from.</param>
/// <param name="Documents">How many there were.</param>
/// <param name="Valid">How many graphql-js finds valid.</param>
/// <param name="Invalid">How many it finds invalid.</param>
/// <param name="Unparsable">How many it cannot read.</param>
/// <param name="Unmutated">How many were left as they were made.</param>
/// <param name="UnmutatedInvalid">How many of those it finds invalid.</param>
/// <param name="Limited">How many the host refused for a limit of its own.</param>
/// <param name="CustomScalars">In how many the host refused a literal of a scalar of the schema's own.</param>
/// <param name="Violations">In how many documents each rule of graphql-js was violated.</param>
/// <param name="Differences">Where one finds valid what the other does not.</param>
/// <param name="Messages">How the words compare where graphql-js has one error.</param>
internal sealed record Comparison(
    long Seed, int Documents, int Valid, int Invalid, int Unparsable, int Unmutated, int UnmutatedInvalid, int Limited, int CustomScalars,
    Dictionary<string, int> Violations, Difference[] Differences, MessageComparison Messages)
{
    private const string Seeds = "20250903";

    public static async Task<Comparison> RunAsync(string address, int documents)
    {
        var seed = Environment.GetEnvironmentVariable("SEED") ?? Seeds;
        var count = Environment.GetEnvironmentVariable("DOCUMENTS") ?? documents.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var json = await NodeScript.RunAsync("Validation/differential.mjs", ("HOST", address), ("SEED", seed), ("DOCUMENTS", count));
        return JsonSerializer.Deserialize<Comparison>(json, JsonSerializerOptions.Web)!;
    }

    public override string ToString() =>
        $"Of {Documents} documents {Valid} were valid, {Invalid} invalid, {Unparsable} no GraphQL; {Limited} met a limit, {CustomScalars} a literal of a custom scalar. " +
        $"Of {Messages.Compared} with one error {Messages.Agreed} have the same message, {Messages.Joined} the same in other portions. " + string.Join(", ", Violations.Select(rule => $"{rule.Key} {rule.Value}"));
}

/// <summary>A document that two judge differently, and what each says.</summary>
internal sealed record Difference(int Number, string[] Mutations, string? Rule, string Text, string[] Host, string[] Reference)
{
    public override string ToString() =>
        $"#{Number} {Rule} ({string.Join(", ", Mutations)})\n{Text}\nhost: {string.Join(" | ", Host)}\ngraphql-js: {string.Join(" | ", Reference)}\n";
}

/// <summary>How the messages compare; joined are conflicts of fields that graphql-js lists in one message and the host names by the first of each.</summary>
internal sealed record MessageComparison(int Compared, int Agreed, int Joined, Difference[] Differences);
