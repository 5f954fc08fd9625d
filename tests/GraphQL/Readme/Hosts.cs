using GraphQL.SchemaTools;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Readme;

/// <summary>The hosts of the README's examples.</summary>
internal static class Hosts
{
    public static WebApplication Create(WebApplicationBuilder builder)
    {
        #region host
        builder.Services.AddSingleton<BookStore>();
        builder.Services.AddGraphQLServer()
            .AddTypes(typeof(BookQueries), typeof(BookType), typeof(ShelfQueries), typeof(BookMutations), typeof(BookSubscriptions));

        var app = builder.Build();
        app.MapGraphQL(); // at /graphql
        #endregion
        return app;
    }

    public static void Configure(IServiceCollection services)
    {
        #region options
        services.AddGraphQLServer(options =>
        {
            options.MaximumDepth = 10;
            options.IntrospectionPolicy = "developers";
            options.Instrumentation.TraceResolvers = true;
            options.Instrumentation.OperationNames.Add("BookList");
        });
        #endregion
    }

    public static IReadOnlyList<SchemaChange> Compare()
    {
        #region compare
        var changes = SchemaComparer.Compare("type Query { a: Int b: Int }", "type Query { a: Int! }");
        var breaks = changes.Any(change => change.Severity == SchemaChangeSeverity.Breaking); // Query.b was removed
        #endregion
        return breaks ? changes : [];
    }
}
