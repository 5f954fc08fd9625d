using GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.GraphQL;

/// <summary>
/// The library and the ceiling, each served by a process of its own. Both answer on the thread that read the request, as Node does:
/// what handing requests over between threads costs is Kestrel's, and more than all of the library's work for a trivial query.
/// </summary>
public static class Servers
{
    public const string Ceiling = "ceiling";
    public const string Library = "graphql";

    public static async Task<int> RunAsync(string name, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenLocalhost(port));
        builder.WebHost.UseSockets(options => options.UnsafePreferInlineScheduling = true);
        if (name == Library)
            builder.Services.AddGraphQLServer().AddTypes(typeof(ReferenceQueries), typeof(CompanyType), typeof(EmployeeType));
        var app = builder.Build();
        if (name == Library)
            app.MapGraphQL();
        else
            app.MapPost("/graphql", (RequestDelegate)GraphQL.Ceiling.HandleAsync);

        // What the process has allocated since it began.
        app.MapGet("/allocated", (RequestDelegate)(context => context.Response.WriteAsync($"{GC.GetTotalAllocatedBytes(precise: true)}")));
        await app.RunAsync();
        return 0;
    }
}
