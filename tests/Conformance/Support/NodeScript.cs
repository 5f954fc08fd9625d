using System.ComponentModel;
using System.Diagnostics;
using Marketplace.Api.EmbeddedPostgres;

namespace Conformance.Tests.Support;

/// <summary>Runs a script of this project with Node; what the script reports comes back, what it complained of is in the failure.</summary>
internal static class NodeScript
{
    private static readonly string Folder = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "tests", "Conformance");

    /// <summary>What the script wrote to its standard output.</summary>
    public static async Task<string> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            throw new InvalidOperationException("tests/Conformance/node_modules is missing. Run `npm ci` in tests/Conformance, or let `./dev test conformance` do it.");

        using var process = Start(script, environment);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"node {script} did not end.\n{await complaints}\n{await output}", late);
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"node {script} ended with code {process.ExitCode}.\n{await complaints}\n{await output}");
    }

    private static Process Start(string script, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException("Node is missing: the suites of others run with it. Install Node 20.19 or newer, or let `./dev test conformance` do it.", failure);
        }
    }
}
