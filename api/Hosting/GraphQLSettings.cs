using System.Reflection;
using GraphQL;
using Marketplace.Schema;
using SchemaPolicies = Marketplace.Schema.Policies;

namespace Marketplace.Api.Hosting;

/// <summary>The section GraphQL of the configuration: every option of the server by its name, such as GraphQL:MaximumDepth.</summary>
internal static class GraphQLSettings
{
    private const string Section = "GraphQL";

    public static GraphQLServerBuilder AddMarketplaceGraphQL(this IServiceCollection services, IConfiguration configuration)
    {
        try
        {
            // What the clients that come with this program ask, by the names of their operations or the hashes of their documents.
            return services.AddMarketplaceSchema(options => Bind(options, configuration)).AddTrustedDocuments("operations");
        }
        catch (GraphQLOptionsException problem)
        {
            throw new HostStartException(string.Join(Environment.NewLine, problem.Errors.Select(error => $"{Section}:{error}")));
        }
    }

    private static void Bind(GraphQLOptions options, IConfiguration configuration)
    {
        options.AnyDocumentPolicy = SchemaPolicies.Staff;
        try
        {
            // A name that means nothing is a mistake: whoever wrote it believes in a limit that is not there.
            configuration.GetSection(Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            foreach (var origin in CrossOriginSettings.Origins(configuration))
            {
                options.AllowedOrigins.Add(origin);
            }
        }
        catch (Exception problem) when (problem is InvalidOperationException or TargetInvocationException)
        {
            var reason = problem is TargetInvocationException { InnerException: { } inner } ? inner : problem;
            throw new HostStartException($"The section {Section} of the configuration: {reason.Message}");
        }
    }
}
