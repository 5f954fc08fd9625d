using Experiments.Lifecycle;
using Experiments.Tests.Support;

namespace Experiments.Tests.Lifecycle;

public sealed class AudienceTests
{
    [Theory]
    [InlineData("""{"users":["a"]}""", "Microsoft.Targeting")]
    [InlineData("""{"groups":["staff"]}""", "Microsoft.Targeting")]
    [InlineData("""{"from":"2026-01-01T00:00:00Z"}""", "Microsoft.TimeWindow")]
    [InlineData("""{"attributes":{"country":["US","CA"]}}""", "Experiments.Attributes")]
    public void What_is_asked_for_becomes_a_filter(string audience, string filter)
    {
        var (conditions, problem) = Audience.Compile(Samples.Json(audience));

        problem.ShouldBeNull();
        conditions!["client_filters"]![0]!["name"]!.GetValue<string>().ShouldBe(filter);
    }

    [Fact]
    public void Everything_asked_for_must_hold()
    {
        var (conditions, _) = Audience.Compile(Samples.Json("""{"users":["a"],"until":"2027-01-01T00:00:00Z","attributes":{"plan":["PLUS"]}}"""));

        conditions!["requirement_type"]!.GetValue<string>().ShouldBe("All");
        conditions["client_filters"]!.AsArray().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"everybody\"")]
    [InlineData("{}")]
    [InlineData("""{"people":["a"]}""")]
    [InlineData("""{"users":"a"}""")]
    [InlineData("""{"users":[1]}""")]
    [InlineData("""{"users":[]}""")]
    [InlineData("""{"from":"yesterday"}""")]
    [InlineData("""{"from":"2026-02-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"attributes":["US"]}""")]
    [InlineData("""{"attributes":{"country":[]}}""")]
    public void Nonsense_is_refused(string audience)
        => Audience.Compile(Samples.Json(audience)).Problem.ShouldNotBeNullOrEmpty();
}
