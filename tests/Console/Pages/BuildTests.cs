using System.IO.Compression;
using System.Text.RegularExpressions;
using Console.Tests.Support;
using Testing;

namespace Console.Tests.Pages;

/// <summary>What the host serves of the console, as a browser gets it.</summary>
public sealed partial class BuildTests
{
    [Fact]
    public async Task The_page_comes_with_a_policy_that_allows_no_foreign_and_no_inline_script()
    {
        Checkout.RequireConsole();
        await using var host = await TestHost.StartAsync();
        using var answer = await host.Http.GetAsync("/console/experiments/double-rate-card");
        answer.EnsureSuccessStatusCode();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldNotContain("script-src");
        policy.ShouldNotContain("unsafe");
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldNotContain("//");
        Scripts().Matches(page).Select(script => script.Groups["body"].Value.Trim()).ShouldAllBe(body => body.Length == 0);
    }

    [Fact]
    public async Task The_files_that_the_page_names_are_served_as_what_they_are()
    {
        Checkout.RequireConsole();
        await using var host = await TestHost.StartAsync();
        foreach (var address in Addresses())
        {
            using var answer = await host.Http.GetAsync(address);
            answer.EnsureSuccessStatusCode();
            var kind = answer.Content.Headers.ContentType!.MediaType!;
            kind.ShouldBe(Path.GetExtension(address) switch { ".js" => "text/javascript", ".css" => "text/css", _ => "image/svg+xml" });
        }
    }

    [Fact]
    public void The_first_load_is_under_300_kB_compressed()
    {
        Checkout.RequireConsole();
        var files = Addresses().Select(address => Path.Combine(Checkout.BuiltConsole, address["/console/".Length..])).Append(Path.Combine(Checkout.BuiltConsole, "index.html"));
        files.Sum(Compressed).ShouldBeLessThan(300_000);
    }

    private static List<string> Addresses()
    {
        var addresses = Attributes().Matches(File.ReadAllText(Path.Combine(Checkout.BuiltConsole, "index.html"))).Select(match => match.Groups["address"].Value).ToList();
        addresses.Count.ShouldBeGreaterThan(2);
        addresses.ShouldAllBe(address => address.StartsWith("/console/"));
        return addresses;
    }

    private static long Compressed(string file)
    {
        using var into = new MemoryStream();
        using (var gzip = new GZipStream(into, CompressionLevel.Optimal, leaveOpen: true))
        using (var from = File.OpenRead(file))
            from.CopyTo(gzip);
        return into.Length;
    }

    [GeneratedRegex("(?:src|href)=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attributes();

    [GeneratedRegex("<script[^>]*>(?<body>.*?)</script>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scripts();
}
