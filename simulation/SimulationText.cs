using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Experiments.Analysis;
using Experiments.Statistics;
using Marketplace.Accounts;
using Marketplace.Simulation.Truth;

namespace Marketplace.Simulation;

/// <summary>A report for people, and for programs.</summary>
public static class SimulationText
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = { new JsonStringEnumConverter() } };

    public static string Json(SimulationReport report) => JsonSerializer.Serialize(
        new
        {
            report.Options.Proposals, report.Options.Seed, report.Options.Days, report.From, report.Until, report.Made, report.Experiments, Found = report.Found.Select(e => new { Key = e.Key, e.Value.Analysis.Method, e.Value.Analysis.SampleRatio, e.Value.Analysis.Metrics }), Breaches = report.Breaches.SelectMany(e => e, (e, breach) => new { e.Key, breach.Metric, breach.At, breach.Reason }), report.Refusals,
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
            Append(text, experiment, report);
            foreach (var breach in report.Breaches[experiment.Key])
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {breach.At:yyyy-MM-dd}: {breach.Reason}");
            }
        }

        text.AppendLine(CultureInfo.InvariantCulture, $$"""

            Sign in as a product manager:
              curl -s {{address}}/dev/token -H 'Content-Type: application/json' -d '{"accountId": null, "roles": ["PRODUCT_MANAGER"]}'
            Look at {{address}}/console, or ask {{address}}/graphql:
              { experiments(first: 5) { nodes { key state startedAt results { sampleRatio { pValue mismatch } metrics { metric { key } arms { variant units mean lift lower upper chanceToWin significant } } } } } }
            The talent with the longest history ("accountId" of a token with the role FREELANCER): {{AccountUnit.Key(report.Example)}}
            ./dev run serves it, if it does not run yet. The truth, for a program to read: .data/simulation.json
            """);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, TrueExperiment experiment, SimulationReport report)
    {
        var found = report.Found[experiment.Key];
        var stopped = experiment.StoppedAt == found.FactsUntil ? ""
            : report.Breaches[experiment.Key].Any(breach => breach.At == found.FactsUntil) ? ", when a guardrail stopped it"
            : ", when somebody stopped it";
        var end = report.Until - found.FactsUntil < TimeSpan.FromSeconds(1) ? "and still runs" : string.Create(CultureInfo.InvariantCulture, $"until {found.FactsUntil:yyyy-MM-dd}{stopped}");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{experiment.Key}: from {experiment.StartedAt:yyyy-MM-dd} {end}; {experiment.ControlUnits} units in {experiment.Control}, {experiment.TreatmentUnits} in {experiment.Treatment}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"",-24}{experiment.Control,14}{experiment.Treatment,14}{"true lift",14}   what the analysis finds");
        foreach (var metric in experiment.Metrics)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {metric.Metric,-24}{metric.Control,14:N2}{metric.Treatment,14:N2}{Percent(metric.Lift),14}   {Finding(found.Analysis, metric, experiment.Treatment)}");
        }
    }

    private static string Finding(AnalysisResult found, TrueMetric known, string variant)
    {
        var arm = found.Metrics.FirstOrDefault(m => m.Metric.Key == known.Metric)?.Arms.First(a => a.Variant == variant);
        return arm switch
        {
            null => "not among its metrics",
            { Lift: { } lift, Lower: { } lower, Upper: { } upper } =>
                $"{Percent(lift)}, from {Percent(lower)} to {Percent(upper)}: {(lower <= known.Lift && known.Lift <= upper ? "covers the truth" : "misses the truth")}{(arm.Significant ? ", significant" : "")}",
            { PValue: { } p } => string.Create(CultureInfo.InvariantCulture, $"{Percent(known.SeenLift)}, p = {p:0.000}"),
            _ => "nothing yet",
        };
    }

    private static string Percent(double share) => share.ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture);
}
