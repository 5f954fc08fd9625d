using GraphQL;
using GraphQL.TypeSystem;
using Marketplace.Api.Hosting;

namespace Marketplace.Api.Commands;

/// <summary>The schema as this program exports it; needs no database.</summary>
public static class SchemaText
{
    public static string Current(string[] args) => SchemaPrinter.Print(Schema(args));

    internal static GraphQL.TypeSystem.Schema Schema(string[] args)
    {
        var builder = MarketplaceHost.Builder(args, HostDatabases.None);
        using var provider = builder.Services.BuildServiceProvider();
        return provider.GetRequiredService<GraphQL.TypeSystem.Schema>();
    }
}
