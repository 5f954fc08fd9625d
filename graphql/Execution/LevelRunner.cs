using GraphQL.Execution.Resolvers;
using GraphQL.Instrumentation;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Execution;

/// <summary>
/// Resolves level by level: each field that calls a resolver runs once for all its parents, one field after another because they
/// share a connection to the database; only fields marked parallel run beside them, and so many at a time as the options allow.
/// </summary>
internal sealed class LevelRunner
{
    private readonly OperationState state;
    private List<Level> current;
    private List<Level> next = [];

    private LevelRunner(OperationState state, FieldPlan[] rootFields)
    {
        this.state = state;
        var root = new Level(state.Plan.Root, rootFields);
        root.Add([state.Root], 1);
        current = [root];
    }

    /// <summary>Fills the columns of the given root fields and of everything under them.</summary>
    public static ValueTask RunAsync(OperationState state, FieldPlan[] rootFields) => new LevelRunner(state, rootFields).RunAsync();

    private async ValueTask RunAsync()
    {
        while (current.Count > 0)
        {
            var parallel = ParallelFields.Start(current, state, ResolveAsync);
            try
            {
                await RunSequentialAsync();
            }
            catch
            {
                parallel?.Stop();
                throw;
            }
            finally
            {
                // Nothing may run on when the request's services are gone.
                if (parallel is not null)
                    await parallel.Ended;
            }

            (current, next) = (next, []);
        }
    }

    private async ValueTask RunSequentialAsync()
    {
        foreach (var level in current)
        {
            foreach (var field in level.Fields)
            {
                state.Cancellation.ThrowIfCancellationRequested();
                if (field.Resolver is not { IsParallel: true })
                    await ResolveAsync(level, field);
            }
        }
    }

    private async ValueTask ResolveAsync(Level level, FieldPlan field)
    {
        var parents = level.ParentsOf(field);
        if (parents.Count == 0)
            return;

        state.Count(parents.Total);
        var column = state.RefusalOf(field) is { } refusal ? Refused(field, refusal, parents.Total) : await CallAsync(level, field, parents);
        state.Columns[field.ColumnIndex] = column;
        if (field.Selection is not { ColumnFields.Length: > 0 } selection || column is FailedColumn)
            return;

        Flattening.Flatten(state, field, column);
        if (column.ItemCount == 0)
            return;
        lock (next)
            column.ItemBase = LevelOf(selection).Add(column.Items, column.ItemCount);
    }

    // Fields that lead to the same selections lead to one level: what is under them is resolved once for all of their objects.
    private Level LevelOf(SelectionPlan selection)
    {
        if (next.Find(known => known.Selection == selection) is { } level)
            return level;
        next.Add(level = new Level(selection, selection.ColumnFields));
        return level;
    }

    private Column Refused(FieldPlan field, GraphQLError refusal, int rows) =>
        field.Field.Refuse is { } refuse && state.Options.ForbiddenError is { } create && refuse(create(refusal.Message)) is { } answer
            ? answer
            : new FailedColumn(rows, refusal);

    private ValueTask<Column> CallAsync(Level level, FieldPlan field, ParentRows parents) =>
        state.ResolverSpans is { } instruments && field.Resolver is not (null or IIntrospectionResolver)
            ? TraceAsync(instruments, level, field, parents)
            : CallAsync(field, parents);

    private async ValueTask<Column> TraceAsync(Instruments instruments, Level level, FieldPlan field, ParentRows parents)
    {
        using var span = ResolverSpan.Begin(instruments, field, level.TypeOf(field), parents.Count);
        var column = await CallAsync(field, parents);
        ResolverSpan.End(span, column);
        return column;
    }

    private async ValueTask<Column> CallAsync(FieldPlan field, ParentRows parents)
    {
        try
        {
            return field.Resolver is { } resolver
                ? await resolver.ResolveAsync(new FieldCall(state, field, parents, ArgumentPlanner.Values(field, state.Variables)))
                : ReadAll(field, parents);
        }
        catch (CoercionException failure)
        {
            return new FailedColumn(parents.Total, new GraphQLError(failure.Message)
            {
                Code = ErrorCodes.BadUserInput,
                Locations = failure.Location is { } location ? [location] : [],
            });
        }
        catch (Exception exception) when (!state.IsAbort(exception))
        {
            return new FailedColumn(parents.Total, state.Report(exception, field));
        }
    }

    // Objects read from their parents need a column when something under them calls a resolver.
    private Column<object> ReadAll(FieldPlan field, ParentRows parents)
    {
        var column = new Column<object>(parents.Total);
        for (var index = 0; index < parents.Count; index++)
        {
            var row = parents.RowOf(index);
            try
            {
                column.Values[row] = field.GetObject!(parents[index]);
            }
            catch (Exception exception) when (!state.IsAbort(exception))
            {
                column.Fail(row, state.Report(exception, field));
            }
        }

        return column;
    }
}
