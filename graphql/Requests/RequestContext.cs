using System.Security.Claims;
using GraphQL.Instrumentation;
using GraphQL.Pricing;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Requests;

/// <summary>Who asks, and with which services: those of an HTTP request, or of one operation on a socket.</summary>
/// <param name="HttpContext">The request, or the one that opened the socket.</param>
/// <param name="User">Who asks.</param>
/// <param name="Aborted">Cancelled when there is nobody left to answer.</param>
internal sealed record RequestContext(HttpContext HttpContext, ClaimsPrincipal User, CancellationToken Aborted)
{
    /// <summary>The scope of this operation, where it has one of its own.</summary>
    public IServiceProvider? OwnServices { get; init; }

    /// <summary>The operation's scope; else the request's, which is made when it is first asked for.</summary>
    public IServiceProvider Services => OwnServices ?? HttpContext.RequestServices;


    /// <summary>What listeners will hear of this request; null when there are none.</summary>
    public OperationMeasurement? Measurement { get; init; }

    /// <summary>What the header says of the price; the request itself may ask as well.</summary>
    public CostRequest Cost { get; init; }

    public static RequestContext Of(HttpContext context) =>
        new(context, context.User, context.RequestAborted) { Cost = CostRequests.Of(context) };
}

/// <summary>The operations that a way of asking may run.</summary>
[Flags]
internal enum AllowedOperations
{
    Queries = 1,
    Mutations = 2,
    Subscriptions = 4,
}
