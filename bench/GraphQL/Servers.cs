using System.Diagnostics;
using GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.GraphQL;

/// <summary>The servers that are compared, each in a process of its own.</summary>
public static class Servers
{
    public static async Task<int> RunAsync(string name, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenLocalhost(port));
        if (name == "graphql")
            builder.Services.AddGraphQLServer().AddTypes(typeof(ReferenceQueries), typeof(CompanyType), typeof(EmployeeType));
        var app = builder.Build();
        if (name == "graphql")
            app.MapGraphQL();
        else
            app.MapPost("/graphql", (RequestDelegate)Ceiling.HandleAsync);
        await app.RunAsync();
        return 0;
    }

    public static Process Start(string name, int port)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        foreach (var argument in new[] { "serve", name, $"{port}" })
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"The server {name} did not start.");
    }
}
