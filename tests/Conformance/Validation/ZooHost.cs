using GraphQL;
using GraphQL.Tests.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conformance.Tests.Validation;

/// <summary>A server over zoo.graphql, which has what the marketplace's schema has not: lists of lists, directives of its own, types that conflict. It judges documents alone.</summary>
internal sealed class ZooHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private ZooHost(WebApplication app) => this.app = app;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<ZooHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddGraphQLServer();
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Validation", "zoo.graphql"));
        builder.Services.AddSingleton(SdlSchema.Build(text));
        var app = builder.Build();
        app.MapGraphQL();
        await app.StartAsync();
        return new ZooHost(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
