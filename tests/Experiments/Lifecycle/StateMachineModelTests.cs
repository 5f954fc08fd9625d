using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

/// <summary>Random lives of experiments on two flags in one layer, against a model that knows nothing of definitions or databases.</summary>
public sealed class StateMachineModelTests
{
    private const string Layer = "pricing";
    private const int Steps = 250;
    private static readonly string[] FlagKeys = ["flag-one", "flag-two"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_sequence_of_changes_with_versions_old_and_new_does_what_the_model_says(int seed)
    {
        await using var node = await Node.StartSeededAsync();
        foreach (var key in FlagKeys)
            (await node.FlagService.CreateAsync(Samples.Flag(key), "pm", Cancellation)).Refusal.ShouldBeNull();
        var random = new Random(seed);
        var model = new Model();
        var done = 0;
        for (var step = 0; step < Steps; step++)
        {
            var alive = model.Experiments.Where(experiment => experiment.State is not (ExperimentState.Archived or ExperimentState.RolledOut)).ToArray();
            if (alive.Length < 3)
            {
                var draft = new ModelExperiment($"experiment-{model.Experiments.Count}", FlagKeys[random.Next(2)], random.Next(2) == 0 ? 40 : 70);
                var created = await node.Experiments.CreateAsync(
                    Samples.Draft(draft.Key, ExperimentUnit.Account, draft.Flag) with { Layer = Layer, LayerShare = draft.Share, Traffic = 50, Name = "Draft" }, "pm", Cancellation);
                var expected = model.LargestFree() < draft.Share ? $"full {model.LargestFree()}" : "done";
                Said(created).ShouldBe(expected, $"step {step}");
                if (expected == "done")
                {
                    model.Experiments.Add(draft);
                    done++;
                }

                continue;
            }

            var chosen = random.Next(10) == 0 ? model.Experiments[random.Next(model.Experiments.Count)] : alive[random.Next(alive.Length)];
            var operation = random.Next(8);
            var amount = random.Next(-10, 131);
            var change = Samples.Change(chosen.Key, chosen.Version - (random.Next(4) == 0 ? random.Next(1, 3) : 0));
            var outcome = operation switch
            {
                0 => await node.Experiments.UpdateAsync(new(change, Name: $"Name {step}"), Cancellation),
                1 => await node.Experiments.UpdateAsync(new(change, Arms: [new("standard", 30, true), new("doubled", 70, false)]), Cancellation),
                2 or 3 => await node.Experiments.ChangeTrafficAsync(change, amount, Cancellation),
                4 => await node.Experiments.StartAsync(change, Cancellation),
                5 => await node.Experiments.StopAsync(change, Cancellation),
                6 => await node.Experiments.RollOutAsync(change, amount < 0 ? "tripled" : "doubled", Cancellation),
                _ => await node.Experiments.ArchiveAsync(change, Cancellation),
            };
            var answer = model.Apply(chosen, operation, change.ExpectedVersion, step, amount);
            Said(outcome).ShouldBe(answer, $"step {step}, operation {operation} on {chosen}");
            done += answer == "done" ? 1 : 0;
            await CompareAsync(node, model, step);
        }

        await CompareAsync(node, model, Steps);
        done.ShouldBeGreaterThan(50);
        (await node.QueryAsync<long>("select count(*) from experiments.audit_entry where subject like 'experiment:experiment-%'")).ShouldBe(done);
    }

    private static async Task CompareAsync(Node node, Model model, int step)
    {
        // Those that ended long ago now and then, and at the end.
        var looked = step % 25 == 0 || step == Steps
            ? model.Experiments
            : [.. model.Experiments.Where(experiment => experiment.State is ExperimentState.Draft or ExperimentState.Running or ExperimentState.Stopped).Union(model.Experiments.TakeLast(5))];
        var read = await node.ExperimentReader.ByKeysAsync([.. looked.Select(experiment => experiment.Key)], Cancellation);
        foreach (var expected in looked)
        {
            var actual = read[expected.Key];
            (actual.State, actual.Version, actual.Traffic, actual.Name, actual.Arms[0].Weight)
                .ShouldBe((expected.State, expected.Version, expected.Traffic, expected.Name, expected.FirstWeight), $"step {step}, {expected.Key}");
        }

        (await node.Services.GetRequiredService<LayerReader>().ByKeysAsync([Layer], Cancellation))[Layer].FreeTraffic.ShouldBe(model.LargestFree(), $"step {step}");
        foreach (var flag in FlagKeys)
        {
            var running = model.Experiments.SingleOrDefault(experiment => experiment.Flag == flag && experiment.State == ExperimentState.Running);
            foreach (var evaluation in Enumerable.Range(0, 60).Select(unit => node.Flags.Evaluate(flag, $"account-{unit}")))
            {
                if (evaluation.Treatment is { } treatment)
                    treatment.ShouldBe(new Treatment(running!.Key, evaluation.Variant), $"step {step}, {flag}");
                else
                    (evaluation.Variant, evaluation.Reason).ShouldBe((model.Defaults[flag], running is null ? EvaluationReason.Default : EvaluationReason.NotInExperiment), $"step {step}, {flag}");
            }
        }
    }

    private static string Said(Outcome<Experiment> outcome) => outcome.Refusal switch
    {
        null => "done",
        VersionConflict conflict => $"version {conflict.CurrentVersion}",
        WrongState wrong => $"state {wrong.State}",
        Invalid invalid => $"invalid {invalid.Field}",
        LayerFull full => $"full {full.FreeTraffic:0}",
        var other => other.ToString(),
    };

    private sealed record ModelExperiment(string Key, string Flag, int Share)
    {
        public ExperimentState State { get; set; } = ExperimentState.Draft;
        public int Version { get; set; } = 1;
        public decimal Traffic { get; set; } = 50;
        public string Name { get; set; } = "Draft";
        public decimal FirstWeight { get; set; } = 50;
        public int Start { get; set; }
    }

    private sealed class Model
    {
        public List<ModelExperiment> Experiments { get; } = [];

        public Dictionary<string, string> Defaults { get; } = FlagKeys.ToDictionary(key => key, _ => "standard", StringComparer.Ordinal);

        // A hundred places; a block is a row of free ones.
        public int LargestFree() => Enumerable.Range(1, 100).Reverse().FirstOrDefault(length => Place(length) >= 0);

        public string Apply(ModelExperiment experiment, int operation, int version, int step, int amount)
        {
            if (operation is 2 or 3 && amount is < 0 or > 100)
                return "invalid traffic";
            if (version != experiment.Version)
                return $"version {experiment.Version}";
            var running = experiment.State == ExperimentState.Running;
            var draft = experiment.State == ExperimentState.Draft;
            var otherRuns = Experiments.Any(other => other != experiment && other.Flag == experiment.Flag && other.State == ExperimentState.Running);
            var refusal = operation switch
            {
                0 => draft || running ? null : Wrong(experiment),
                1 => draft ? null : running && experiment.FirstWeight == 30 ? null : Wrong(experiment),
                2 or 3 => draft ? null : !running ? Wrong(experiment) : amount <= experiment.Traffic ? "invalid traffic" : null,
                4 => !draft ? Wrong(experiment) : otherRuns ? "state RUNNING" : Place(experiment.Share) < 0 ? $"full {LargestFree()}" : null,
                5 => running ? null : Wrong(experiment),
                6 => !running && experiment.State != ExperimentState.Stopped ? Wrong(experiment) : amount < 0 ? "invalid variant" : otherRuns ? "state RUNNING" : null,
                _ => experiment.State == ExperimentState.Stopped ? null : Wrong(experiment),
            };
            if (refusal is not null)
                return refusal;

            switch (operation)
            {
                case 0:
                    experiment.Name = $"Name {step}";
                    break;
                case 1:
                    experiment.FirstWeight = 30;
                    break;
                case 2 or 3:
                    experiment.Traffic = amount;
                    break;
                case 4:
                    experiment.Start = Place(experiment.Share);
                    experiment.State = ExperimentState.Running;
                    break;
                case 5:
                    experiment.State = ExperimentState.Stopped;
                    break;
                case 6:
                    experiment.State = ExperimentState.RolledOut;
                    Defaults[experiment.Flag] = "doubled";
                    break;
                default:
                    experiment.State = ExperimentState.Archived;
                    break;
            }

            experiment.Version++;
            return "done";
        }

        private int Place(int length)
        {
            var taken = new bool[100];
            foreach (var running in Experiments.Where(experiment => experiment.State == ExperimentState.Running))
                Array.Fill(taken, true, running.Start, running.Share);
            return Enumerable.Range(0, 101 - length).Cast<int?>().FirstOrDefault(start => !taken.AsSpan(start!.Value, length).Contains(true)) ?? -1;
        }

        private static string Wrong(ModelExperiment experiment) => "state " + (experiment.State == ExperimentState.RolledOut ? "ROLLED_OUT" : experiment.State.ToString().ToUpperInvariant());
    }
}
