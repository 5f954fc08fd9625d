using System.Security.Claims;
using System.Text;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Requests;
using GraphQL.TypeSystem;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Reference;

/// <summary>The same documents over the same schema and data, here and with graphql-js.</summary>
public sealed class ExecutionDifferenceTests : IDisposable
{
    private const int Documents = 8_000;
    private readonly ServiceProvider services = Services();

    [Fact]
    public async Task Generated_documents_are_answered_as_the_reference_answers_them()
    {
        var schema = services.GetRequiredService<Schema>();
        using var reference = ReferenceProcess.Start(SchemaPrinter.Print(schema));
        GeneratedRequest[] requests = [.. Enumerable.Range(0, Documents).Select(seed => new DocumentGenerator(schema, seed).Next())];
        var sending = reference.SendAsync(requests);
        var differences = new List<string>();
        var valid = 0;
        for (var seed = 0; seed < requests.Length && differences.Count < 5; seed++)
        {
            var ours = await ExecuteAsync(requests[seed]);
            var theirs = await reference.ReadAsync(TestContext.Current.CancellationToken);
            if (!theirs.TryGetProperty("invalid", out _))
                valid++;
            if (AnswerComparison.Difference(requests[seed].Query, ours, theirs) is { } difference)
                differences.Add($"seed {seed}: {difference}\n{requests[seed].Query}\n{requests[seed].Variables.ToJsonString()}");
        }

        differences.ShouldBeEmpty(string.Join("\n\n", differences));
        await sending;
        valid.ShouldBeGreaterThan(5_000);
    }

    public void Dispose() => services.Dispose();

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddScoped<Counter>();
        services.AddGraphQLServer(options =>
            {
                options.DocumentCacheSize = 0;
                options.MaximumParallelism = 2;
                options.EnforceCostLimits = false;
            })
            .AddTypes([.. typeof(ExecutionDifferenceTests).Assembly.GetTypes().Where(type => type.Namespace == typeof(ExecutionDifferenceTests).Namespace)])
            .AddScalar<CodeScalar>();
        return services.BuildServiceProvider();
    }

    private async Task<JsonElement> ExecuteAsync(GeneratedRequest request)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new RequestContext(new DefaultHttpContext(), new ClaimsPrincipal(), TestContext.Current.CancellationToken) { OwnServices = scope.ServiceProvider };
        using var output = new PooledBuffer();
        await services.GetRequiredService<RequestRunner>().RunAsync(
            context,
            new GraphQLRequest(Encoding.UTF8.GetBytes(request.Query), null, JsonSerializer.SerializeToElement(request.Variables)),
            AllowedOperations.Queries | AllowedOperations.Mutations,
            output);
        return JsonDocument.Parse(output.Written.ToArray(), new JsonDocumentOptions { MaxDepth = 256 }).RootElement;
    }
}
