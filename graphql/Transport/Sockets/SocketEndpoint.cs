using System.Net.WebSockets;
using GraphQL.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Transport.Sockets;

/// <summary>Opens sockets for graphql-transport-ws.</summary>
internal static class SocketEndpoint
{
    private const string Subprotocol = "graphql-transport-ws";

    /// <summary>True for a request to open a socket, whether the host can or not.</summary>
    public static bool IsSocketRequest(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase));

    public static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            var isMissing = context.Features.Get<IHttpWebSocketFeature>() is null;
            context.Response.StatusCode = isMissing ? StatusCodes.Status501NotImplemented : StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(isMissing ? "The host must call UseWebSockets() before MapGraphQL().\n" : "This is no request for a WebSocket.\n", context.RequestAborted);
            return;
        }

        if (!SocketOrigin.IsAllowed(context.Request, context.RequestServices.GetRequiredService<GraphQLOptions>()))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("Pages of this origin may not open a socket here.\n", context.RequestAborted);
            return;
        }

        var running = context.RequestServices.GetRequiredService<RunningStreams>();
        if (running.Sockets >= context.RequestServices.GetRequiredService<GraphQLOptions>().MaximumSockets)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("As many sockets are open as may be. Come again later.\n", context.RequestAborted);
            return;
        }

        var isKnown = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(isKnown ? Subprotocol : null);
        if (!isKnown)
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)SocketCloseCodes.SubprotocolNotAcceptable, "Subprotocol not acceptable", context.RequestAborted);
            return;
        }

        running.SocketOpened();
        try
        {
            using var connection = new SocketConnection(context, socket);
            await connection.RunAsync();
        }
        finally
        {
            running.SocketClosed();
        }
    }
}
