using System.Net;
using System.Net.Http.Headers;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Transport;

public sealed class CrossSiteTests
{
    // What browsers send for an image, a script, a form and a fetch without headers of its own.
    private const string Image = "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: image|Accept: image/avif,image/webp,*/*;q=0.8";
    private const string Fetch = "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: cors|Sec-Fetch-Dest: empty|Accept: application/json|Origin: https://other.example";
    private const string SameOrigin = "Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: cors|Sec-Fetch-Dest: empty|Accept: application/json";
    private const string SameSite = "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: cors|Sec-Fetch-Dest: empty|Accept: application/json";
    private const string Typed = "Sec-Fetch-Site: none|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document|Accept: application/json";
    private const string Program = "Accept: application/graphql-response+json";

    [Theory]
    [InlineData(Image, false)]
    [InlineData(Fetch, false)]
    [InlineData(Fetch + "|Authorization: Basic eDp5", false)]
    [InlineData(Fetch + "|Authorization: Bearer x", true)]
    [InlineData(Fetch + "|GraphQL-Preflight: 1", true)]
    [InlineData(Fetch + "|Apollo-Require-Preflight: true", true)]
    [InlineData(Fetch + "|X-Apollo-Operation-Name: Hello", true)]
    [InlineData(SameOrigin, true)]
    [InlineData(SameSite, true)]
    [InlineData(Typed, true)]
    [InlineData(Program, true)]
    [InlineData("", true)]
    public async Task A_page_of_another_site_cannot_make_a_browser_ask_unnoticed(string headers, bool isServed)
    {
        await using var host = await SampleHost.StartAsync();
        (await GetAsync(host, headers)).ShouldBe(isServed ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(SameOrigin, false)]
    [InlineData(Program, false)]
    [InlineData("", false)]
    [InlineData("GraphQL-Preflight: 1", true)]
    [InlineData("X-Requested-With: XMLHttpRequest", true)]
    public async Task A_server_may_require_the_header_of_everybody(string headers, bool isServed)
    {
        await using var host = await SampleHost.StartAsync(options => options.GetRequestProtection = GetRequestProtection.RequireHeader);
        (await GetAsync(host, headers)).ShouldBe(isServed ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        host.Library.Calls.Count.ShouldBe(isServed ? 1 : 0);
    }

    [Fact]
    public async Task A_server_may_leave_it_be()
    {
        await using var host = await SampleHost.StartAsync(options => options.GetRequestProtection = GetRequestProtection.None);
        (await GetAsync(host, Image)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_from_another_site_still_opens_the_page()
    {
        await using var host = await SampleHost.StartAsync(options => options.GetRequestProtection = GetRequestProtection.RequireHeader);
        (await GetAsync(host, "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Accept: text/html,*/*;q=0.8")).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> GetAsync(SampleHost host, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Client.BaseAddress + "?query={people{loans}}");
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim());
        }

        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }
}
