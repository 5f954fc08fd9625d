using System.Security.Claims;
using System.Text.Json;
using GraphQL.Transport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL;

/// <summary>
/// Says whose a socket is. This one runs the host's default authentication scheme over the headers that <c>connection_init</c> brings
/// (<see cref="GraphQLOptions.SocketHeaders" />): browsers cannot send headers with the request that opens a socket. Register a class derived from it to decide otherwise.
/// </summary>
public class SocketInterceptor
{
    /// <summary>Called once for each socket, with its <c>connection_init</c>.</summary>
    /// <param name="context">The request that opened the socket.</param>
    /// <param name="payload">The payload of <c>connection_init</c>: an object, or undefined where there is none.</param>
    /// <param name="cancellation">Cancelled when the socket ends.</param>
    public virtual async ValueTask<SocketDecision> ConnectAsync(HttpContext context, JsonElement payload, CancellationToken cancellation)
    {
        var names = context.RequestServices.GetRequiredService<GraphQLOptions>().SocketHeaders;
        var hasHeaders = TakeHeaders(context, names, payload);
        if (payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("headers", out var headers))
            hasHeaders |= TakeHeaders(context, names, headers);
        if (!hasHeaders || context.RequestServices.GetService<IAuthenticationSchemeProvider>() is not { } schemes
            || await schemes.GetDefaultAuthenticateSchemeAsync() is not { } scheme)
        {
            return SocketDecision.Accept(context.User, SignInExpiry.Of(context));
        }

        // The services of the request keep what its own headers said, once and for all; those of another scope look again.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IAuthenticationService>().AuthenticateAsync(context, scheme.Name);
        if (result.Succeeded)
            return SocketDecision.Accept(result.Principal, SignInExpiry.Of(result, result.Principal));
        return result.None && context.Request.Headers.Authorization.Count == 0
            ? SocketDecision.Accept(context.User, SignInExpiry.Of(context))
            : SocketDecision.Refuse("The credentials are not valid.");
    }

    private static bool TakeHeaders(HttpContext context, IEnumerable<string> names, JsonElement source)
    {
        if (source.ValueKind != JsonValueKind.Object)
            return false;
        var found = false;
        foreach (var property in source.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String || names.FirstOrDefault(name => name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)) is not { } header)
                continue;
            context.Request.Headers[header] = property.Value.GetString();
            found = true;
        }

        return found;
    }
}

/// <summary>Whether a socket may be used, and by whom.</summary>
public sealed class SocketDecision
{
    private SocketDecision()
    {
    }

    /// <summary>Who uses the socket; null when nobody may.</summary>
    public ClaimsPrincipal? User { get; private init; }

    /// <summary>When the socket is closed because its user must sign in again; null: never.</summary>
    public DateTimeOffset? Expires { get; private init; }

    /// <summary>What the acknowledgement brings to the client: an object, or undefined.</summary>
    public JsonElement Payload { get; private init; }

    /// <summary>Why nobody may use the socket.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Lets the socket's operations run as this user, who may be anonymous.</summary>
    public static SocketDecision Accept(ClaimsPrincipal user, DateTimeOffset? expires = null, JsonElement payload = default) =>
        new() { User = user, Expires = expires, Payload = payload };

    /// <summary>Closes the socket with 4403 and this reason.</summary>
    public static SocketDecision Refuse(string reason) => new() { Reason = reason };
}
