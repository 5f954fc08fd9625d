using System.ComponentModel;
using System.Diagnostics;

namespace Marketplace.Api.EmbeddedPostgres;

internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs a program to its end and keeps what it wrote.</summary>
internal static class Command
{
    public static async Task<CommandResult> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The server's user may be unable to enter the caller's directory.
            WorkingDirectory = "/",
        };
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        // Messages are shown and read in English, whatever the shell speaks.
        start.Environment["LC_ALL"] = "C";

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            return new CommandResult(127, $"{words[0]}: {missing.Message}");
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return new CommandResult(process.ExitCode, (await output + await errors).Trim());
    }
}
