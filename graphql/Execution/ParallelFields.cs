using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>The fields of a level that are marked parallel, while they run: a bounded number at a time takes one after another.</summary>
internal sealed class ParallelFields
{
    private readonly List<(Level Level, FieldPlan Field)> fields;
    private readonly OperationState state;
    private readonly Func<Level, FieldPlan, ValueTask> resolve;
    private int taken;
    private volatile bool isStopped;

    private ParallelFields(List<(Level Level, FieldPlan Field)> fields, OperationState state, Func<Level, FieldPlan, ValueTask> resolve)
    {
        this.fields = fields;
        this.state = state;
        this.resolve = resolve;
        var lanes = new Task[Math.Min(fields.Count, state.Options.MaximumParallelism)];
        for (var index = 0; index < lanes.Length; index++)
            lanes[index] = RunLaneAsync();
        Ended = Task.WhenAll(lanes);
    }

    /// <summary>Ends when nothing runs any more.</summary>
    public Task Ended { get; }

    /// <summary>Begins; null where no field is parallel.</summary>
    public static ParallelFields? Start(List<Level> levels, OperationState state, Func<Level, FieldPlan, ValueTask> resolve)
    {
        List<(Level Level, FieldPlan Field)>? found = null;
        foreach (var level in levels)
        {
            foreach (var field in level.Fields)
            {
                if (field.Resolver is { IsParallel: true })
                    (found ??= []).Add((level, field));
            }
        }

        return found is null ? null : new ParallelFields(found, state, resolve);
    }

    /// <summary>Begins no further field.</summary>
    public void Stop() => isStopped = true;

    private async Task RunLaneAsync()
    {
        try
        {
            while (!isStopped && Interlocked.Increment(ref taken) - 1 is var index && index < fields.Count)
            {
                state.Cancellation.ThrowIfCancellationRequested();
                await resolve(fields[index].Level, fields[index].Field);
            }
        }
        catch
        {
            isStopped = true;
            throw;
        }
    }
}
