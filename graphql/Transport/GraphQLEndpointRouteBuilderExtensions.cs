using GraphQL.Requests;
using GraphQL.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL;

/// <summary>Maps a GraphQL server into a host's routes.</summary>
public static class GraphQLEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves GraphQL at this path: POST, GET for queries, event streams, GraphiQL for browsers and, where the host calls <c>UseWebSockets()</c> before, sockets.
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string path = "/graphql")
    {
        var group = endpoints.MapGroup(path);
        var root = endpoints.ServiceProvider;
        var services = new Lazy<GraphQLEndpoint.EndpointServices>(() => new(root.GetRequiredService<GraphQLOptions>(), root.GetRequiredService<RequestRunner>()));
        group.Map("", (RequestDelegate)(context => GraphQLEndpoint.HandleAsync(context, services.Value))).WithDisplayName("GraphQL");
        group.MapGet("/graphiql/{**file}", (RequestDelegate)GraphiQLPage.WriteAssetAsync).WithDisplayName("GraphiQL");
        return group;
    }
}
