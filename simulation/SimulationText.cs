using System.Text;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Simulation.Truth;

namespace Marketplace.Simulation;

/// <summary>A report for people, and for programs.</summary>
public static class SimulationText
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Json(SimulationReport report) => JsonSerializer.Serialize(
        new
        {
            report.Options.Proposals, report.Options.Seed, report.Options.Days, report.From, report.Until, report.Made, report.Experiments, report.Refusals,
            Balanced = report.Health.Balanced, report.Health.ConnectsIssued, report.Health.ConnectsSpent, report.Health.ConnectsOutstanding, report.Health.ConnectsExpired, report.Health.ConnectsForfeited,
            PlayedSeconds = report.Played.TotalSeconds, report.ProposalsPerSecond, TruthSeconds = report.TruthTook.TotalSeconds, Timings = report.Timings.OrderByDescending(t => t.Value.Milliseconds).ToDictionary(t => t.Key, t => new { t.Value.Count, Milliseconds = Math.Round(t.Value.Milliseconds) }), ExampleAccount = AccountUnit.Key(report.Example),
        },
        Indented);

    /// <param name="report">What was made.</param>
    /// <param name="address">Where the API is, or will be once it runs.</param>
    public static string Summary(SimulationReport report, string address)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Made {string.Join(", ", report.Made.Select(m => $"{m.Value:N0} {m.Key}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"from {report.From:yyyy-MM-dd} to {report.Until:yyyy-MM-dd HH:mm} UTC, in {report.Played.TotalSeconds:0.0} s: {report.ProposalsPerSecond:N0} proposals a second (the truth took {report.TruthTook.TotalSeconds:0.0} s).");
        text.AppendLine(CultureInfo.InvariantCulture, $"The books: {report.Health.ConnectsIssued:N0} Connects issued, {report.Health.ConnectsSpent:N0} spent, {report.Health.ConnectsOutstanding:N0} held, {report.Health.ConnectsExpired:N0} expired; {report.Health.Discrepancies.Count} discrepancies.");
        foreach (var experiment in report.Experiments)
        {
            Append(text, experiment);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $$"""

            Sign in as a product manager:
              curl -s {{address}}/dev/token -H 'Content-Type: application/json' -d '{"accountId": null, "roles": ["PRODUCT_MANAGER"]}'
            Look at {{address}}/console, or ask {{address}}/graphql:
              { experiments(first: 5) { nodes { key state startedAt arms { variant } } } jobs(first: 3) { nodes { title status postedAt category { name } } } }
            The talent with the longest history ("accountId" of a token with the role FREELANCER): {{AccountUnit.Key(report.Example)}}
            ./dev run serves it, if it does not run yet. The truth, for a program to read: .data/simulation.json
            """);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, TrueExperiment experiment)
    {
        var end = experiment.StoppedAt is { } stopped ? $"until {stopped:yyyy-MM-dd}" : "and still runs";
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{experiment.Key}: from {experiment.StartedAt:yyyy-MM-dd} {end}; {experiment.ControlUnits} units in {experiment.Control}, {experiment.TreatmentUnits} in {experiment.Treatment}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"",-24}{experiment.Control,14}{experiment.Treatment,14}{"true lift",14}{"this run",14}");
        foreach (var metric in experiment.Metrics)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {metric.Metric,-24}{metric.Control,14:N2}{metric.Treatment,14:N2}{Percent(metric.Lift),14}{Percent(metric.SeenLift),14}");
        }
    }

    private static string Percent(double share) => share.ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture);
}
