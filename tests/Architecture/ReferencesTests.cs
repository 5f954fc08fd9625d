using System.Reflection;

namespace Architecture.Tests;

/// <summary>References go one way: api -> schema -> marketplace -> experiments; schema -> graphql; simulation -> marketplace; api -> all.</summary>
public sealed class ReferencesTests
{
    private static readonly string[] Ours = ["GraphQL", "Experiments", "Marketplace", "Marketplace.Schema", "Marketplace.Simulation", "Marketplace.Api"];

    [Theory]
    [InlineData("GraphQL", "")]
    [InlineData("Experiments", "")]
    [InlineData("Marketplace", "Experiments")]
    [InlineData("Marketplace.Schema", "Experiments GraphQL Marketplace")]
    [InlineData("Marketplace.Simulation", "Experiments Marketplace")]
    [InlineData("Marketplace.Api", "Experiments GraphQL Marketplace Marketplace.Schema Marketplace.Simulation")]
    public void A_project_references_only_what_lies_below_it(string project, string below) =>
        Assembly.Load(project).GetReferencedAssemblies().Select(a => a.Name!).Intersect(Ours).Order().ShouldBeSubsetOf(below.Split(' '));
}
