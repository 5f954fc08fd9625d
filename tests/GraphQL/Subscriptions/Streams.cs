using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using GraphQL.Execution;
using GraphQL.Requests;
using GraphQL.Subscriptions;
using GraphQL.Tests.Sample;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Subscriptions;

/// <summary>Reads the responses of operations without a transport.</summary>
internal static class Streams
{
    public static async IAsyncEnumerable<string> RunAsync(this SampleHost host, string query, string? user = null, [EnumeratorCancellation] CancellationToken aborted = default)
    {
        var identity = user is null ? new ClaimsIdentity() : new ClaimsIdentity([new(ClaimTypes.Name, user), new(ClaimTypes.Role, user)], "test");
        var caller = new RequestContext(new DefaultHttpContext(), new ClaimsPrincipal(identity), aborted) { OwnServices = host.Services };
        var preparation = await host.Services.GetRequiredService<RequestPreparer>().PrepareAsync(
            caller, new GraphQLRequest(Encoding.UTF8.GetBytes(query), null, default), AllowedOperations.Queries | AllowedOperations.Mutations | AllowedOperations.Subscriptions);
        preparation.Errors.ShouldBeEmpty();
        await foreach (var response in host.Services.GetRequiredService<OperationStreams>().RunAsync(caller, preparation.Operation!))
        {
            using (response)
                yield return Text(response);
        }
    }

    public static async Task<List<string>> AllAsync(this SampleHost host, string query, string? user = null) =>
        await host.RunAsync(query, user).ToListAsync();

    private static string Text(OperationResponse response)
    {
        if (response.Body is { } body)
            return Encoding.UTF8.GetString(body.Written.Span);
        using var output = new PooledBuffer();
        OperationExecutor.WriteErrors(output, response.Errors);
        return Encoding.UTF8.GetString(output.Written.Span);
    }
}
