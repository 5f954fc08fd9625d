using Microsoft.Extensions.FileProviders;

namespace Marketplace.Api.Hosting;

/// <summary>Serves the product managers' page from the host's own files; without them it says how to build them.</summary>
internal static class ConsoleFiles
{
    private const string Policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    public static void MapConsole(this WebApplication app)
    {
        var directory = Path.Combine(AppContext.BaseDirectory, "console");
        if (!File.Exists(Path.Combine(directory, "index.html")))
        {
            app.MapGet("/console/{**path}", () => Results.Text("The console is not built. `./dev run` builds it where Node.js 20 or newer is installed.", statusCode: StatusCodes.Status404NotFound));
            return;
        }

        var files = new PhysicalFileProvider(directory);
        app.Use(async (context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/console", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
            }

            await next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            RequestPath = "/console",
            // The names of assets carry a hash of their content: what was fetched once never changes.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/console/assets", StringComparison.OrdinalIgnoreCase) ? "public, max-age=31536000, immutable" : "no-cache",
        });
        // Every address of the page is the page: it routes by itself. Names of files are left out, for static files are not served where an endpoint was found.
        app.MapFallbackToFile("/console/{*path:nonfile}", "index.html", new StaticFileOptions { FileProvider = files });
    }
}
