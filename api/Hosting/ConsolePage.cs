using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.Api.Hosting;

/// <summary>The console's one page, which every answer completes.</summary>
internal sealed class ConsolePage(string template, ConsoleSignIn? signIn)
{
    private readonly string page = template.Replace("{sign-in}", WebUtility.HtmlEncode(signIn is null ? "" : JsonSerializer.Serialize(signIn, JsonSerializerOptions.Web)), StringComparison.Ordinal);

    public Task AnswerAsync(HttpContext context)
    {
        // A new one each time: whoever gets markup into the page could otherwise name it.
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(nonce);
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page.Replace("{nonce}", nonce, StringComparison.Ordinal), context.RequestAborted);
    }

    private string Policy(string nonce) =>
        $"default-src 'self'; connect-src 'self'{(signIn is null ? "" : $" {signIn.Origin}")}; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
}
