using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Requests;

/// <summary>Who asks, and with which services: those of an HTTP request, or of one operation on a socket.</summary>
/// <param name="HttpContext">The request, or the one that opened the socket.</param>
/// <param name="Services">The scope of this operation.</param>
/// <param name="User">Who asks.</param>
/// <param name="Aborted">Cancelled when there is nobody left to answer.</param>
internal sealed record RequestContext(HttpContext HttpContext, IServiceProvider Services, ClaimsPrincipal User, CancellationToken Aborted)
{
    public static RequestContext Of(HttpContext context) => new(context, context.RequestServices, context.User, context.RequestAborted);
}

/// <summary>The operations that a way of asking may run.</summary>
[Flags]
internal enum AllowedOperations
{
    Queries = 1,
    Mutations = 2,
    Subscriptions = 4,
}
