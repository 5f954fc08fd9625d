using GraphQL.Execution;
using GraphQL.Hosting;
using GraphQL.Instrumentation;
using GraphQL.PersistedDocuments;
using GraphQL.Planning;
using GraphQL.Requests;
using GraphQL.Subscriptions;
using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace GraphQL;

/// <summary>Adds a GraphQL server to a host.</summary>
public static class GraphQLServiceCollectionExtensions
{
    /// <summary>Adds the server; the builder that comes back says what it is made of.</summary>
    /// <exception cref="GraphQLOptionsException">An option is outside its range.</exception>
    public static GraphQLServerBuilder AddGraphQLServer(this IServiceCollection services, Action<GraphQLOptions>? configure = null)
    {
        var builder = new GraphQLServerBuilder(services);
        var options = new GraphQLOptions();
        configure?.Invoke(options);
        OptionRanges.Check(options);
        services.AddLogging().AddMetrics();
        services.AddSingleton(options);
        services.AddSingleton(provider => builder.Build(options, provider.GetRequiredService<IServiceProviderIsService>()));
        services.AddSingleton<Instruments>();
        services.AddSingleton<DocumentStore>();
        services.AddSingleton<ErrorReporter>();
        services.TryAddSingleton<IPersistedDocumentStorage>(new MemoryDocumentStorage(options.PersistedDocumentMemory));
        services.AddSingleton<KnownDocuments>();
        services.AddSingleton<TrustedDocuments>();
        services.AddSingleton<DocumentSource>();
        services.AddSingleton<RequestPreparer>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<RequestRunner>();
        services.AddSingleton<SubscriptionRunner>();
        services.AddSingleton<OperationStreams>();
        services.AddSingleton<RunningStreams>();
        services.TryAddScoped<SocketInterceptor>();
        services.TryAddSingleton<TopicHub>();
        services.TryAddSingleton<ITopicEventSender>(provider => provider.GetRequiredService<TopicHub>());
        services.TryAddSingleton<ITopicEventReceiver>(provider => provider.GetRequiredService<TopicHub>());
        services.AddSingleton<IHostedService, SchemaWarmup>();
        return builder;
    }

    /// <summary>An invalid schema or trusted document fails the start, and the first request waits for nothing that could have been done before it.</summary>
    private sealed class SchemaWarmup(Schema schema, DocumentStore documents, DocumentSource source, IServiceProvider services) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            _ = schema;
            documents.Get("{ __typename __schema { queryType { name } } }"u8, out _);
            await source.CheckAsync(services);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
