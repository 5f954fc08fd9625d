using System.Globalization;
using System.Text.Json;

namespace Experiments.Tests;

/// <summary>Every case of statistics.json, whichever it holds: a category or a field that is not known here fails.</summary>
public sealed class ReferenceVectorStatisticsTests
{
    private static readonly JsonElement Vectors = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "statistics.json")));

    public static TheoryData<string> Cases => [.. Vectors.GetProperty("cases").EnumerateArray().Select(vector => vector.GetProperty("id").GetString()!)];

    [Fact]
    public void The_file_holds_as_many_cases_as_it_says()
        => Cases.Count.ShouldBe(Vectors.GetProperty("count").GetInt32());

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_reference_case_comes_out_as_expected(string id)
    {
        var vector = Vectors.GetProperty("cases").EnumerateArray().Single(vector => vector.GetProperty("id").GetString() == id);
        var answers = ReferenceVectorStatisticsAnswers.Of(id, vector.GetProperty("category").GetString()!, vector.GetProperty("input"), vector.GetProperty("params"));

        var expected = vector.GetProperty("expected").EnumerateObject().ToArray();
        expected.ShouldNotBeEmpty(id);
        foreach (var field in expected)
        {
            answers.ShouldContainKey(field.Name, $"{id}: a field that is not known");
            Same(answers[field.Name], field.Value, $"{id}, {field.Name}");
        }
    }

    private static void Same(object? got, JsonElement expected, string where)
    {
        if (expected.ValueKind == JsonValueKind.Array)
        {
            var list = ((System.Collections.IEnumerable)got!).Cast<object>().ToArray();
            list.Length.ShouldBe(expected.GetArrayLength(), where);
            foreach (var (index, item) in expected.EnumerateArray().Index())
                Same(list[index], item, string.Create(CultureInfo.InvariantCulture, $"{where}[{index}]"));
        }
        else if (expected.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            got.ShouldBe(expected.GetBoolean(), where);
        }
        else if (got is ReferenceVectorStatisticsAnswers.IntervalEnd end && expected.ValueKind == JsonValueKind.Number)
        {
            if (Math.Abs(end.Value - expected.GetDouble()) > Tolerance(expected.GetDouble()))
                end.PValueAt(expected.GetDouble()).ShouldBe(end.Alpha, Tolerance(end.Alpha), where);
        }
        else if (expected.ValueKind == JsonValueKind.Number)
        {
            var value = got.ShouldBeOfType<double>(where);
            double.IsFinite(value).ShouldBeTrue(where);
            value.ShouldBe(expected.GetDouble(), Tolerance(expected.GetDouble()), where);
        }
        else
        {
            // Where the reference has no number, ours may go further (a logarithm beyond the smallest double), but is never NaN.
            expected.ValueKind.ShouldBe(JsonValueKind.Null, where);
            (got is double number && double.IsNaN(number)).ShouldBeFalse(where);
        }
    }

    // What the file says: |got - expected| <= 1e-9 max(1, |expected|).
    private static double Tolerance(double expected) => 1e-9 * Math.Max(1, Math.Abs(expected));
}
