using System.Reflection;
using GraphQL.TypeSystem;
using Marketplace.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Architecture.Tests;

public sealed class FeaturesTests
{
    [Fact]
    public void Every_root_field_says_who_may_use_it()
    {
        var builder = MarketplaceHost.Builder([], HostDatabases.None);
        using var services = builder.Services.BuildServiceProvider();
        var schema = services.GetRequiredService<Schema>();

        var silent = new[] { schema.Query!, schema.Mutation!, schema.Subscription! }.SelectMany(root => root.Fields)
            .Where(field => field.Authorization is null && !field.Name.StartsWith("node", StringComparison.Ordinal))
            .Select(field => field.Name);

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Handlers_hold_no_state_that_another_request_would_see() =>
        Assembly.Load("Marketplace.Schema").GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.Name.Contains('<', StringComparison.Ordinal))
            .Select(f => $"{f.DeclaringType}.{f.Name}").ShouldBeEmpty();
}
