using System.Diagnostics;
using System.Text.Json;

namespace GraphQL.Tests.Reference;

/// <summary>The reference implementation in a process of its own, asked over its standard input.</summary>
internal sealed class ReferenceProcess : IDisposable
{
    private readonly Process process;

    private ReferenceProcess(Process process) => this.process = process;

    /// <summary>Begins with a schema.</summary>
    /// <exception cref="InvalidOperationException">This machine has no Node.</exception>
    public static ReferenceProcess Start(string schema)
    {
        var folder = Folder();
        Directory.Exists(Path.Combine(folder, "node_modules")).ShouldBeTrue($"npm ci has not run in {folder}; ./dev test does it.");
        try
        {
            var started = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "execute.mjs")])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardInputEncoding = new System.Text.UTF8Encoding(false),
                StandardOutputEncoding = new System.Text.UTF8Encoding(false),
            })!;
            started.StandardInput.WriteLine(JsonSerializer.Serialize(new { schema }));
            return new ReferenceProcess(started);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new InvalidOperationException("Node is missing: the reference implementation runs with it. Install Node 20.19 or newer, or let `./dev test` do it.", failure);
        }
    }

    /// <summary>Sends all requests while answers are read.</summary>
    public Task SendAsync(IEnumerable<GeneratedRequest> requests) => Task.Run(async () =>
    {
        foreach (var request in requests)
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { query = request.Query, variables = request.Variables }));
        process.StandardInput.Close();
    });

    /// <summary>What the reference says of the schema: the query it sends, and the answer it would give itself.</summary>
    public async Task<JsonElement> IntrospectAsync(CancellationToken cancellation)
    {
        await process.StandardInput.WriteLineAsync("{\"introspect\":true}");
        return await ReadAsync(cancellation);
    }

    /// <summary>The next answer.</summary>
    public async Task<JsonElement> ReadAsync(CancellationToken cancellation)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("The reference ended.");
        return JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 256 }).RootElement;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reference", "execute.mjs")))
                return Path.Combine(folder.FullName, "Reference");
        }

        throw new InvalidOperationException("The folder Reference is not above the tests.");
    }
}
