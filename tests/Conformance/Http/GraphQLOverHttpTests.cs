namespace Conformance.Tests.Http;

/// <summary>What graphql-http asks of a server that speaks GraphQL over HTTP; what a server should or may do counts as what it must.</summary>
public sealed class GraphQLOverHttpTests(AuditResults results) : IClassFixture<AuditResults>
{
    public static async Task<IEnumerable<TheoryDataRow<string, string>>> Audits() =>
        (await Audit.ListAsync()).Select(audit => new TheoryDataRow<string, string>(audit.Id, audit.Name));

    [Theory]
    [MemberData(nameof(Audits))]
    public void The_host_conforms(string id, string name)
    {
        var audit = results[id];

        (audit.Status is "ok").ShouldBeTrue($"{id} {name}: {audit.Status}, {audit.Reason}");
    }

    [Fact]
    public void No_audit_was_left_out() => results.Count.ShouldBe(61);
}
