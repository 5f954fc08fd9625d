using System.Net.Sockets;
using System.Text;
using GraphQL.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Transport;

/// <summary>Tells when its resolver has begun, and when it was told to stop.</summary>
public sealed class Patience
{
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

[QueryType]
public static class PatientQueries
{
    public static async Task<string> GetPatientAsync(Patience patience, CancellationToken cancellation)
    {
        patience.Begun.SetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        finally
        {
            patience.Stopped.SetResult();
        }

        return "never";
    }
}

public sealed class DisconnectTests
{
    [Theory]
    [InlineData("{ patient }")]
    [InlineData("{ hello books { author { name } } patient }")]
    public async Task A_client_that_leaves_stops_its_resolver_and_is_no_error(string query)
    {
        var patience = new Patience();
        var host = await SampleHost.StartAsync(build: server =>
        {
            server.Services.AddSingleton(patience);
            server.AddTypes(typeof(PatientQueries));
        });
        var log = host.Log;
        await using (host)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
            var body = $$"""{"query":"{{query}}"}""";
            var request = $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            await patience.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

            client.LingerState = new LingerOption(true, 0);
            client.Close();
            await patience.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        // The host has ended every request by now.
        log.Errors.ShouldBeEmpty();
    }
}
