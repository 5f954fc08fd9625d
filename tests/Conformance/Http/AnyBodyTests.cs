using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Testing;

namespace Conformance.Tests.Http;

/// <summary>Whatever is sent to the host is answered in JSON, and by no failure of the host's own.</summary>
public sealed class AnyBodyTests
{
    private const int Requests = 4_000;

    private const string Request = """{"query":"query Q($a: [ID!]! = [\"x\", 1]) { nodes(ids: $a) { __typename ... on Job { title } } now }","variables":{"a":["x",null,"é😀"]},"operationName":"Q"}""";

    private static readonly string[] ContentTypes =
        ["application/json", "application/json", "application/json", "application/json; charset=utf-8", "application/json; charset=latin1", "application/graphql+json", "text/plain", "multipart/form-data; boundary=x", "x", "application/graphql"];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", ":", ",", "null", "true", "-", "1e999", "\"query\":", "\"variables\":", "\"extensions\":{\"persistedQuery\":7}", "\"\"\"", "...", "@skip", "$a",
        "\0", "\uFEFF", "😀", new string('[', 300), new string('{', 300), "{\"a\":" , new string('9', 400), "\\n\\\"\\\"\\\"",
    ];

    [Fact]
    public async Task Any_body_is_answered_in_JSON()
    {
        await using var host = await TestHost.StartAsync();
        var random = new Random(20250905);
        var statuses = new Dictionary<int, int>();
        for (var sent = 0; sent < Requests; sent++)
        {
            var body = BodyOf(random);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentTypes[random.Next(ContentTypes.Length)]);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(random.Next(2) == 0 ? "application/json" : "application/graphql-response+json"));
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

            var status = (int)response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var said = $"{status} for {Convert.ToBase64String(body)}: {Encoding.UTF8.GetString(answer)}";
            (status == 200 || status is >= 400 and < 500).ShouldBeTrue(said);
            Should.NotThrow(() => JsonDocument.Parse(answer).Dispose(), said);
        }

        statuses.Keys.ShouldBe([200, 400, 415], ignoreOrder: true);
    }

    private static byte[] BodyOf(Random random)
    {
        if (random.Next(10) == 0)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            return bytes;
        }

        var body = Encoding.UTF8.GetBytes(Request).ToList();
        for (var change = random.Next(0, 4); change > 0; change--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(4))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(random.Next(1, 20), body.Count - at));
                    break;
                case 2:
                    body.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                default:
                    // Cut anywhere, within a character too.
                    body.RemoveRange(at, body.Count - at);
                    break;
            }

            if (body.Count == 0)
                break;
        }

        return [.. body];
    }
}
