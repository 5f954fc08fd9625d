using System.CommandLine;
using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;
using Marketplace.Policies;
using Marketplace.Simulation;
using Command = System.CommandLine.Command;

namespace Marketplace.Api.Commands;

/// <summary>Plays a marketplace into the development database.</summary>
internal sealed class SimulateCommand(TextWriter output, TextWriter error)
{
    private const int Refused = 2;
    private static readonly Dictionary<string, PlayedExperiments> Choices = new(StringComparer.Ordinal)
    {
        ["both"] = PlayedExperiments.Both, ["double-rate-card"] = PlayedExperiments.RateCard, ["interview-reward"] = PlayedExperiments.Reward, ["none"] = PlayedExperiments.None,
    };

    private readonly Option<int> _proposals = new("--proposals") { Description = "About how many proposals.", DefaultValueFactory = _ => 20_000 };
    private readonly Option<int> _days = new("--days") { Description = "How many days before the present it begins.", DefaultValueFactory = _ => 63 };
    private readonly Option<long> _seed = new("--seed") { Description = "Names the people and what they do; the same seed plays the same.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _experiment = new("--experiment") { Description = "Which experiments are started: both, double-rate-card, interview-reward or none.", DefaultValueFactory = _ => "both" };
    private readonly Option<int> _workers = new("--workers") { Description = "How many people act at once.", DefaultValueFactory = _ => new SimulationOptions().Workers };
    private readonly Option<DateTimeOffset?> _until = new("--until") { Description = "The end, such as 2026-11-01T00:00:00Z; the present when left out." };
    private readonly Option<bool> _beside = new("--beside") { Description = "Plays beside accounts that are there already." };
    private readonly Option<bool> _breach = new("--breach") { Description = "Interview rewards do harm, and a guardrail stops the experiment." };
    private readonly Option<bool> _fresh = new("--fresh") { Description = "Drops the development database first, with everything in it." };

    public Command Create()
    {
        var command = new Command("simulate", "Plays a marketplace with known true effects into the development database: people join, post, propose, interview, hire and pay, and experiments run.")
        {
            _proposals, _days, _seed, _experiment, _workers, _until, _beside, _breach, _fresh,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await RunAsync(parsed, cancellation);
            }
            catch (Exception problem) when (problem is HostStartException or SimulationRefusedException)
            {
                await error.WriteLineAsync(problem.Message);
                return Refused;
            }
        });
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.UnmatchedTokens.Count > 0)
        {
            throw new SimulationRefusedException($"simulate does not take \"{parsed.UnmatchedTokens[0]}\"; ./dev simulate --help lists what it takes.");
        }

        var options = Options(parsed);
        var builder = MarketplaceHost.Builder([], HostDatabases.None);
        if (!builder.Environment.IsDevelopment())
        {
            throw new SimulationRefusedException($"Simulated people belong in Development alone; this is {builder.Environment.EnvironmentName}. ./dev simulate sets ASPNETCORE_ENVIRONMENT.");
        }

        if (parsed.GetValue(_fresh))
        {
            await HostDatabases.DropAsync([], error.WriteLine, cancellation);
        }

        await using var databases = await HostDatabases.PrepareAsync([], error.WriteLine, cancellation);
        await output.WriteLineAsync(FormattableString.Invariant($"Playing about {options.Proposals:N0} proposals of {options.Days} days (seed {options.Seed}); first the truth, by the model alone"));
        var progress = new ProgressLine(output, bar: !Console.IsOutputRedirected && ReferenceEquals(output, Console.Out));
        var file = builder.Configuration["Marketplace:PoliciesFile"];
        var policies = file is null ? PolicyBook.Default() : PolicyBook.Parse(await File.ReadAllTextAsync(file, cancellation));
        var report = await Simulator.RunAsync(databases.Application, options, policies, progress.Show, cancellation);
        var path = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), ".data", "simulation.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, SimulationText.Json(report), cancellation);
        await output.WriteLineAsync(SimulationText.Summary(report, $"http://localhost:{builder.Configuration["PORT"] ?? "5080"}"));
        return report.Health.Balanced ? 0 : 1;
    }

    private SimulationOptions Options(ParseResult parsed)
    {
        var name = parsed.GetValue(_experiment)!;
        if (!Choices.TryGetValue(name, out var experiments))
        {
            throw new SimulationRefusedException($"--experiment is \"{name}\": {string.Join(", ", Choices.Keys)} are known.");
        }

        var options = new SimulationOptions(parsed.GetValue(_proposals), parsed.GetValue(_seed), parsed.GetValue(_days), experiments)
        {
            Beside = parsed.GetValue(_beside), Breach = parsed.GetValue(_breach), Until = parsed.GetValue(_until), Workers = parsed.GetValue(_workers),
        };
        return options.Problem() is { } problem ? throw new SimulationRefusedException(problem) : options;
    }
}
