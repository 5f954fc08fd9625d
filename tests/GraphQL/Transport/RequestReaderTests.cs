using System.Text;
using GraphQL.Requests;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace GraphQL.Tests.Transport;

public sealed class RequestReaderTests
{
    [Fact]
    public void Extensions_are_kept_for_who_wants_them()
    {
        Read("""{"query":"{ hello }","extensions":{"trace":[1,{"a":null}]}}""").Extensions.GetRawText().ShouldBe("""{"trace":[1,{"a":null}]}""");
        Get("?query={hello}&extensions={\"trace\":true}").Extensions.GetProperty("trace").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void A_document_can_be_named_by_an_id_alone()
    {
        var request = Read("""{"documentId":"sha256:00","variables":{"a":1}}""");
        request.DocumentId.ShouldBe("sha256:00");
        request.Query.IsEmpty.ShouldBeTrue();
        Get("?documentId=sha256:00").DocumentId.ShouldBe("sha256:00");
    }

    [Theory]
    [InlineData("""{"query":"{ hello }","operationName":""}""")]
    [InlineData("""{"query":"{ hello }","operationName":null}""")]
    public void An_empty_operation_name_is_none(string body) => Read(body).OperationName.ShouldBeNull();

    [Theory]
    [InlineData("""{"query":"{ a }","query":"{ b }"}""", "Parameter \"query\" is given twice.")]
    [InlineData("""{"query":"{ a }","variables":{},"variables":{}}""", "Parameter \"variables\" is given twice.")]
    [InlineData("""{"query":"{ a }","qu\u0065ry":"{ b }"}""", "Parameter \"query\" is given twice.")]
    [InlineData("""{"query":"{ a }","documentId":"x"}""", "Send either \"query\" or \"documentId\".")]
    [InlineData("""{"query":"{ a }","variables":"{\"a\":1}"}""", "Parameter \"variables\" must be an object, not a string that holds one.")]
    [InlineData("""{"query":"{ a }","variables":[{}]}""", "Parameter \"variables\" must be an object.")]
    [InlineData("""{"operationName":"A"}""", "Parameter \"query\" is missing.")]
    [InlineData("""{"query":"{ a }","extensions":{"persistedQuery":{"version":2,"sha256Hash":"x"}}}""", "Unsupported persisted query version")]
    [InlineData("""{"query":"{ a }","extensions":{"persistedQuery":{"sha256Hash":"x"}}}""", "Unsupported persisted query version")]
    [InlineData("""{"query":"{ a }","extensions":{"persistedQuery":{"version":1,"sha256Hash":7}}}""", "\"extensions.persistedQuery.sha256Hash\" must be a string.")]
    [InlineData("""{"query":"{ a }","extensions":{"persistedQuery":"x"}}""", "\"extensions.persistedQuery\" must be an object.")]
    [InlineData("""{"query":"{ a }","extensions":{"a":"\ud800"}}""", "A parameter holds text that is not valid Unicode.")]
    public void What_is_wrong_with_a_body_is_said(string body, string message) =>
        Should.Throw<BadRequestException>(() => Read(body)).Message.ShouldBe(message);

    [Theory]
    [InlineData("?query={a}&query={b}", "Parameter \"query\" is given twice.")]
    [InlineData("?query={a}&variables={}&variables={}", "Parameter \"variables\" is given twice.")]
    [InlineData("?query={a}&operationName=A&operationName=B", "Parameter \"operationName\" is given twice.")]
    [InlineData("?query={a}&documentId=x", "Send either \"query\" or \"documentId\".")]
    [InlineData("?query={a}&extensions=7", "Parameter \"extensions\" must be an object.")]
    [InlineData("?variables={}", "Parameter \"query\" is missing.")]
    public void What_is_wrong_with_parameters_is_said(string query, string message) =>
        Should.Throw<BadRequestException>(() => Get(query)).Message.ShouldBe(message);

    [Fact]
    public void Of_two_variables_with_one_name_the_last_counts() =>
        Read("""{"query":"{ a }","variables":{"a":1,"a":2}}""").Variables.GetProperty("a").GetInt32().ShouldBe(2);

    private static GraphQLRequest Read(string body) => RequestReader.Read(Encoding.UTF8.GetBytes(body));

    private static GraphQLRequest Get(string query) => RequestReader.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
