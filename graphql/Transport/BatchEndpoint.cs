using GraphQL.Execution;
using GraphQL.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Transport;

/// <summary>Answers a batch: an array of responses in the order of the requests.</summary>
internal static class BatchEndpoint
{
    /// <summary>
    /// One request after another, so that a batch takes no more of the server at once than a single request does. Each has services of its
    /// own: what one request read or changed in memory is nothing the next one sees.
    /// </summary>
    public static async Task AnswerAsync(HttpContext context, List<BatchEntry> entries, PooledBuffer output)
    {
        var runner = context.RequestServices.GetRequiredService<RequestRunner>();
        var request = RequestContext.Of(context);
        var separator = "["u8.ToArray();
        foreach (var entry in entries)
        {
            output.Write(separator);
            separator[0] = (byte)',';
            if (entry.Problem is not null)
            {
                OperationExecutor.WriteErrors(output, [new GraphQLError(entry.Problem) { Code = ErrorCodes.BadRequest }]);
                continue;
            }

            await using var scope = context.RequestServices.CreateAsyncScope();
            await runner.RunAsync(request with { OwnServices = scope.ServiceProvider }, entry.Request, AllowedOperations.Queries | AllowedOperations.Mutations, output);
        }

        output.Write("]"u8);
    }
}
