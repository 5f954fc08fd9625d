using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Transport;

/// <summary>The page with which people try queries; everything it loads comes from the same host.</summary>
internal static class GraphiQLPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self' {socket}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width">
          <title>GraphiQL</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="{base}/graphiql/graphiql.min.css">
          <link rel="stylesheet" href="{base}/graphiql/page.css">
        </head>
        <body>
          <div id="graphiql">Loading…</div>
          <script src="{base}/graphiql/react.production.min.js"></script>
          <script src="{base}/graphiql/react-dom.production.min.js"></script>
          <script src="{base}/graphiql/graphiql.min.js"></script>
          <script src="{base}/graphiql/page.js"></script>
        </body>
        </html>
        """;

    private const string NotBuilt =
        "GraphiQL has not been built. With Node.js: run 'npm ci && node build.mjs' in graphql/Transport/GraphiQL, then build the host again.\n"
        + "GraphQL itself is served here all the same: POST application/json.\n";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "graphiql");

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".map"] = "application/json; charset=utf-8",
    };

    public static Task WriteAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!File.Exists(Path.Combine(Folder, "graphiql.min.js")))
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(NotBuilt, context.RequestAborted);
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        // Not every browser counts a socket to the page's own host as 'self'.
        var socket = (context.Request.IsHttps ? "wss://" : "ws://") + context.Request.Host.ToUriComponent();
        context.Response.Headers.ContentSecurityPolicy = Policy.Replace("{socket}", socket, StringComparison.Ordinal);
        var path = (context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/');
        return context.Response.WriteAsync(Page.Replace("{base}", path, StringComparison.Ordinal), context.RequestAborted);
    }

    /// <summary>Serves one of the page's files.</summary>
    public static Task WriteAssetAsync(HttpContext context)
    {
        var name = (string?)context.GetRouteValue("file") ?? "";
        var file = Path.Combine(Folder, name);
        if (!context.RequestServices.GetRequiredService<GraphQLOptions>().EnableGraphiQL
            || name != Path.GetFileName(name) || !ContentTypes.TryGetValue(Path.GetExtension(name), out var type) || !File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = type;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return context.Response.SendFileAsync(file, context.RequestAborted);
    }
}
