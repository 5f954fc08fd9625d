using Microsoft.AspNetCore.Http;

namespace GraphQL.Transport.Sockets;

/// <summary>
/// Browsers let any page open a socket anywhere and say only from where it comes. Credentials come in messages here, never in cookies, so a foreign page
/// could do nothing on somebody's behalf; refusing it all the same also keeps it from using a visitor's network position.
/// </summary>
internal static class SocketOrigin
{
    public static bool IsAllowed(HttpRequest request, GraphQLOptions options)
    {
        var given = request.Headers.Origin;
        if (given.Count == 0)
            return true;
        if (given is not [{ } origin])
            return false;
        if (options.AllowedOrigins.Any(allowed => allowed == "*" || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase)))
            return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && uri.Port == (request.Host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80));
    }
}
