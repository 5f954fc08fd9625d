using Microsoft.Extensions.FileProviders;

namespace Marketplace.Api.Hosting;

/// <summary>Serves the product managers' page from the host's own files; without them it says how to build them.</summary>
internal static class ConsoleFiles
{
    public static void MapConsole(this WebApplication app)
    {
        var directory = Path.Combine(AppContext.BaseDirectory, "console");
        if (!File.Exists(Path.Combine(directory, "index.html")))
        {
            app.MapGet("/console/{**path}", () => Results.Text("The console is not built. `./dev run` builds it where Node.js 20 or newer is installed.", statusCode: StatusCodes.Status404NotFound));
            return;
        }

        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(directory),
            RequestPath = "/console",
            OnPrepareResponse = file =>
            {
                var headers = file.Context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                // The names of assets carry a hash of their content: what was fetched once never changes.
                headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/console/assets", StringComparison.OrdinalIgnoreCase) ? "public, max-age=31536000, immutable" : "no-cache";
            },
        });
        // Every address of the page is the page: it routes by itself. Names of files are left out, for static files are not served where an endpoint was found.
        var page = new ConsolePage(File.ReadAllText(Path.Combine(directory, "index.html")), ConsoleSignIn.Read(app.Configuration));
        app.MapGet("/console/index.html", page.AnswerAsync);
        app.MapFallback("/console/{*path:nonfile}", page.AnswerAsync);
    }
}
