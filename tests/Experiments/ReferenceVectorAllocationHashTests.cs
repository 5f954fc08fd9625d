using System.Text.Json;
using Experiments.Flags;

namespace Experiments.Tests;

public sealed class ReferenceVectorAllocationHashTests
{
    private static readonly JsonElement Vectors = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "allocation-hash.json")));

    [Fact]
    public void Every_reference_case_falls_into_its_bucket()
    {
        var cases = Vectors.GetProperty("cases").EnumerateArray().ToArray();
        cases.Length.ShouldBeGreaterThan(10);
        foreach (var vector in cases)
        {
            var user = vector.GetProperty("userId").GetString()!;
            Bucket.Of(user, vector.GetProperty("hint").GetString()!).ShouldBe(vector.GetProperty("percent").GetDouble(), 1e-12, user);
        }
    }
}
