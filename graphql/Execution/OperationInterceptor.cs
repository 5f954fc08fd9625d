using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace GraphQL;

/// <summary>Stands around the resolvers of operations, for instance to open a snapshot of the database for them.</summary>
public abstract class OperationInterceptor
{
    /// <summary>
    /// Called before the first resolver of a query or of an event of a subscription, and before each root field of a mutation. What it returns is disposed before the
    /// response is sent: for a query or an event after everything is written, for a mutation after each root field is.
    /// It is not called for what calls no resolver: a query or event of nothing but fields that are read from their parents, of introspection
    /// and of <c>__typename</c>, and such root fields of a mutation.
    /// </summary>
    public virtual ValueTask<IAsyncDisposable?> BeginAsync(OperationContext context, CancellationToken cancellation) => default;
}

/// <summary>What an interceptor may know of an operation.</summary>
/// <param name="Kind">What the operation does.</param>
/// <param name="ResolverCount">How many fields of the operation call a resolver: connections and batch resolvers count as one each.</param>
/// <param name="Services">The services of the request.</param>
/// <param name="HttpContext">The request, where there is one.</param>
/// <param name="User">Who asks.</param>
public sealed record OperationContext(OperationKind Kind, int ResolverCount, IServiceProvider Services, HttpContext? HttpContext, ClaimsPrincipal User);
