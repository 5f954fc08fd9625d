using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GraphQL.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Transport;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task A_body_that_nobody_decoded_is_refused_for_what_it_is(string encoding)
    {
        await using var host = await SampleHost.StartAsync();

        using var response = await PostAsync(host, Compress("""{"query":"{ hello }"}"""), encoding);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await response.Content.ReadAsStringAsync()).ShouldContain($"Content-Encoding {encoding} is not decoded here");
    }

    [Fact]
    public async Task A_host_may_decode_bodies()
    {
        await using var host = await SampleHost.StartAsync(build: server => server.Services.AddRequestDecompression(), use: app => app.UseRequestDecompression());

        using var response = await PostAsync(host, Compress("""{"query":"{ hello }"}"""), "gzip");

        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"hello":"world"}}""");
    }

    [Fact]
    public async Task The_limit_counts_what_was_decoded()
    {
        await using var host = await SampleHost.StartAsync(
            options => options.MaximumRequestSize = 100_000,
            server => server.Services.AddRequestDecompression(),
            app => app.UseRequestDecompression());
        var bomb = Compress("{\"query\":\"{ hello }" + new string(' ', 10_000_000) + "\"}");
        bomb.Length.ShouldBeLessThan(100_000);

        using var response = await PostAsync(host, bomb, "gzip");

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("application/json", "br")]
    [InlineData("application/json", "gzip")]
    [InlineData("application/graphql-response+json", "br")]
    [InlineData("application/graphql-response+json", "gzip")]
    public async Task Answers_go_through_the_hosts_compression(string accept, string encoding)
    {
        await using var host = await SampleHost.StartAsync(
            build: server => server.Services.AddResponseCompression(options => options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/graphql-response+json"]),
            use: app => app.UseResponseCompression());
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        request.Content = new StringContent("""{"query":"{ __schema { types { name description fields { name description } } } }"}""", Encoding.UTF8, "application/json");
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.AcceptEncoding.ParseAdd(encoding);

        using var response = await host.Client.SendAsync(request);

        response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        response.Headers.Vary.ShouldContain("Accept-Encoding");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        using Stream decoded = encoding == "br" ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var text = await new StreamReader(decoded).ReadToEndAsync();
        text.ShouldStartWith("{\"data\":{\"__schema\"");
        text.Length.ShouldBeGreaterThan(3 * bytes.Length);
    }

    private static async Task<HttpResponseMessage> PostAsync(SampleHost host, byte[] body, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        request.Content.Headers.ContentEncoding.Add(encoding);
        return await host.Client.SendAsync(request);
    }

    private static byte[] Compress(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
