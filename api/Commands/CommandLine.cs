using System.CommandLine;
using System.Globalization;
using GraphQL;
using Marketplace.Api.Hosting;
using Marketplace.Api.SignIn;
using Marketplace.Wallets;

namespace Marketplace.Api.Commands;

/// <summary>What the program can be asked for; without a command it serves.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args, TextWriter? output = null)
    {
        var writer = output ?? Console.Out;
        var check = new Command("check", "Re-adds the books from their entries; exits 1 when they do not balance.");
        check.SetAction((_, cancellation) => CheckLedgerAsync(args, writer, cancellation));

        var root = new RootCommand("A freelance marketplace's token economy as a GraphQL API.")
        {
            new SchemaCommands(writer, Console.Error, () => SchemaText.Schema(args)).Create(),
            new Command("ledger", "The books.") { check },
            new SimulateCommand(writer, Console.Error).Create(),
        };
        // Configuration such as --urls or --Seed:Development=false passes through to the host.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((_, cancellation) => ServeAsync(args, cancellation));
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> ServeAsync(string[] args, CancellationToken cancellation)
    {
        try
        {
            await using var databases = await HostDatabases.PrepareAsync(args, Console.Error.WriteLine, cancellation);
            await using var app = MarketplaceHost.Create(args, databases);
            await app.RunAsync(cancellation);
            return 0;
        }
        catch (Exception problem) when (problem is HostStartException or SignInConfigurationException or TrustedDocumentException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static async Task<int> CheckLedgerAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        await using var databases = await HostDatabases.PrepareAsync(args, Console.Error.WriteLine, cancellation);
        await using var app = MarketplaceHost.Create(args, databases);
        await using var scope = app.Services.CreateAsyncScope();
        var health = await scope.ServiceProvider.GetRequiredService<LedgerCheck>().RunAsync(
            cancellation, checkedSoFar => Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{checkedSoFar} wallets re-added")));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {health.ConnectsIssued} Connects issued: {health.ConnectsOutstanding} held, {health.ConnectsSpent} spent, {health.ConnectsExpired} expired, {health.ConnectsForfeited} forfeited
            {health.WalletsChecked} wallets, {health.Discrepancies.Count} discrepancies
            """));
        foreach (var discrepancy in health.Discrepancies)
        {
            await output.WriteLineAsync(discrepancy);
        }

        return health.Balanced ? 0 : 1;
    }
}
