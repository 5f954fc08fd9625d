namespace Experiments.Flags;

internal sealed class FlagEvaluator(FlagSnapshots snapshots) : IFlagEvaluator
{
    public Evaluation Evaluate(string flagKey, ReadOnlySpan<char> unitKey) => snapshots.Current.Evaluate(flagKey, unitKey);

    public Evaluation Evaluate(string flagKey, UnitContext unit) => snapshots.Current.Evaluate(flagKey, unit);

    public bool TryEvaluate(string flagKey, UnitContext unit, out Evaluation evaluation) => snapshots.Current.TryEvaluate(flagKey, unit, out evaluation);
}
