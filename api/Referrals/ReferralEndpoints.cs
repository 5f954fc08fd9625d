using System.Globalization;
using System.Net;
using Marketplace.Api.Hosting;
using Marketplace.Policies;
using Marketplace.Referrals;
using Microsoft.Extensions.FileProviders;

namespace Marketplace.Api.Referrals;

/// <summary>
/// The addresses that referrers post: GET /r/{code} counts the click and leads to the sign-up page; GET /creatives/{file} is what affiliates show,
/// GET /referral-terms/{program}/{version} what they were promised.
/// </summary>
internal static class ReferralEndpoints
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public static IServiceCollection AddReferralAddresses(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ClickRates.Read(configuration));
        var page = configuration["Referrals:SignUpPage"] ?? $"http://localhost:{configuration["PORT"] ?? "5080"}/console";
        return Uri.TryCreate(page, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? services.AddSingleton(new ReferralOptions(uri))
            : throw new HostStartException($"Referrals:SignUpPage is '{page}': an absolute address such as https://www.marketplace.example/join is expected.");
    }

    public static void MapReferrals(this WebApplication app)
    {
        app.MapMethods("/r/{code}", [HttpMethods.Get, HttpMethods.Head], FollowAsync);
        app.MapGet("/referral-terms/{program}/{version:int}", Terms);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "Referrals", "Creatives")),
            RequestPath = "/creatives",
            // Banners stand on other people's pages.
            OnPrepareResponse = static file =>
            {
                file.Context.Response.Headers.CacheControl = "public, max-age=86400";
                file.Context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
                file.Context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            },
        });
    }

    private static async Task<IResult> FollowAsync(string code, string? channel, HttpContext context, ReferralLinks links, ReferralAddresses addresses, ClickRates rates, CancellationToken cancellation)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
        if (rates.Refuses(context.Connection.RemoteIpAddress, out var wait))
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Page("Too many clicks", "<p>Too many links were opened from this address. Try again in a minute.</p>", StatusCodes.Status429TooManyRequests);
        }

        var asked = context.Request.Headers;
        // Looking is not clicking, and who withholds consent (Global Privacy Control) is not remembered: the code alone goes along, and nothing is written.
        var isClick = HttpMethods.IsGet(context.Request.Method) && !asked["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
        if (!isClick || asked["Sec-GPC"] == "1")
        {
            return await links.KnowsAsync(code, cancellation) ? TypedResults.Redirect(addresses.SignUp(code).ToString()) : Unknown();
        }

        var visitor = Guid.TryParse(context.Request.Cookies[ReferralVisitor.Cookie], out var known) ? known : Guid.NewGuid();
        if (!await links.ClickAsync(code, visitor, channel, cancellation))
        {
            return Unknown();
        }

        response.Cookies.Append(ReferralVisitor.Cookie, visitor.ToString("N"), new CookieOptions
        {
            HttpOnly = true, IsEssential = true, MaxAge = Remembered, Path = "/", SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps,
        });
        return TypedResults.Redirect(addresses.SignUp(code).ToString());
    }

    /// <summary>AFF-10: for everybody, as long as somebody may have been promised it.</summary>
    private static IResult Terms(string program, int version, PolicyBook policies, TimeProvider clock) =>
        policies.PublicProgram(program, version, clock.GetUtcNow()) is { } found
            ? Page(
                WebUtility.HtmlEncode(found.Name),
                $"<h1>{WebUtility.HtmlEncode(found.Name)}</h1><p>{WebUtility.HtmlEncode(found.Terms)}</p><p>Terms {found.Version}. Whoever signs up keeps the terms of that day.</p>",
                StatusCodes.Status200OK)
            : Page("No such terms", "<p>There are no such terms.</p>", StatusCodes.Status404NotFound);

    private static IResult Unknown() => Page("No such link", "<p>This link is not one of ours, or was cut short.</p>", StatusCodes.Status404NotFound);

    private static IResult Page(string title, string body, int status) =>
        Results.Content(
            $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head><body><main>{body}</main></body></html>",
            "text/html; charset=utf-8", statusCode: status);
}
