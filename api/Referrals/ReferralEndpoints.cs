using Marketplace.Api.Hosting;
using Marketplace.Referrals;
using Microsoft.Extensions.FileProviders;

namespace Marketplace.Api.Referrals;

/// <summary>The addresses that referrers post: GET /r/{code} counts the click and leads to the sign-up page; GET /creatives/{file} is what affiliates show.</summary>
internal static class ReferralEndpoints
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public static IServiceCollection AddReferralAddresses(this IServiceCollection services, IConfiguration configuration)
    {
        var page = configuration["Referrals:SignUpPage"] ?? $"http://localhost:{configuration["PORT"] ?? "5080"}/console";
        return Uri.TryCreate(page, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? services.AddSingleton(new ReferralOptions(uri))
            : throw new HostStartException($"Referrals:SignUpPage is '{page}': an absolute address such as https://www.marketplace.example/join is expected.");
    }

    public static void MapReferrals(this WebApplication app)
    {
        app.MapMethods("/r/{code}", [HttpMethods.Get, HttpMethods.Head], FollowAsync);
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

    private static async Task<IResult> FollowAsync(string code, string? channel, HttpContext context, ReferralLinks links, ReferralAddresses addresses, CancellationToken cancellation)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
        var asked = context.Request.Headers;
        // Looking is not clicking, and who withholds consent (Global Privacy Control) is not remembered: the code alone goes along.
        var isClick = HttpMethods.IsGet(context.Request.Method) && !asked["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
        if (!isClick || asked["Sec-GPC"] == "1")
        {
            return await links.ResolveAsync(code, cancellation) is null ? Unknown() : TypedResults.Redirect(addresses.SignUp(code).ToString());
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

    private static IResult Unknown() =>
        Results.Content("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>No such link</title></head><body><main><p>This link is not one of ours, or was cut short.</p></main></body></html>",
            "text/html; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
}
