using GraphQL.Execution.Resolvers;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Execution;

/// <summary>
/// Resolves level by level: each field that calls a resolver runs once for all its parents, one field after another because they
/// share a connection to the database; only fields marked parallel run beside them.
/// </summary>
internal static class LevelRunner
{
    /// <summary>Fills the columns of the given root fields and of everything under them.</summary>
    public static async ValueTask RunAsync(OperationState state, FieldPlan[] rootFields)
    {
        List<Level> current = [new Level(state.Plan.Root, rootFields, [state.Root], 1)];
        while (current.Count > 0)
        {
            var next = new List<Level>();
            List<Task>? parallel = null;
            foreach (var level in current)
            {
                foreach (var field in level.Fields)
                {
                    if (field.Resolver is { IsParallel: true })
                        (parallel ??= []).Add(ResolveAsync(state, level, field, next).AsTask());
                }
            }

            try
            {
                await RunSequentialAsync(state, current, next);
            }
            finally
            {
                // Nothing may run on when the request's services are gone.
                if (parallel is not null)
                    await Task.WhenAll(parallel);
            }

            current = next;
        }
    }

    private static async ValueTask RunSequentialAsync(OperationState state, List<Level> levels, List<Level> next)
    {
        foreach (var level in levels)
        {
            foreach (var field in level.Fields)
            {
                state.Cancellation.ThrowIfCancellationRequested();
                if (field.Resolver is not { IsParallel: true })
                    await ResolveAsync(state, level, field, next);
            }
        }
    }

    private static async ValueTask ResolveAsync(OperationState state, Level level, FieldPlan field, List<Level> next)
    {
        if (!state.IsIncluded(field))
            return;
        var parents = level.ParentsOf(field);
        if (parents.Count == 0)
            return;

        var column = state.RefusalOf(field) is { } refusal ? Refused(state, field, refusal, parents.Total) : await CallAsync(state, field, parents);
        state.Columns[field.ColumnIndex] = column;
        if (field.Selection is not { ColumnFields.Length: > 0 } || column is FailedColumn)
            return;

        Flattening.Flatten(column, field.Shape);
        if (column.ItemCount == 0)
            return;
        lock (next)
            next.Add(new Level(field.Selection, field.Selection.ColumnFields, column.Items, column.ItemCount));
    }

    private static Column Refused(OperationState state, FieldPlan field, GraphQLError refusal, int rows) =>
        field.Field.Refuse is { } refuse && state.Options.ForbiddenError is { } create && refuse(create(refusal.Message)) is { } answer
            ? answer
            : new FailedColumn(rows, refusal);

    private static async ValueTask<Column> CallAsync(OperationState state, FieldPlan field, ParentRows parents)
    {
        try
        {
            return field.Resolver is { } resolver
                ? await resolver.ResolveAsync(new FieldCall(state, field, parents, ArgumentPlanner.Values(field, state.Variables)))
                : ReadAll(state, field, parents);
        }
        catch (CoercionException failure)
        {
            return new FailedColumn(parents.Total, new GraphQLError(failure.Message) { Code = ErrorCodes.BadUserInput });
        }
        catch (Exception exception) when (!state.IsAbort(exception))
        {
            return new FailedColumn(parents.Total, state.Report(exception, field));
        }
    }

    // Objects read from their parents need a column when something under them calls a resolver.
    private static Column<object> ReadAll(OperationState state, FieldPlan field, ParentRows parents)
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

/// <summary>The objects of one place in the plan, and the fields to resolve on them.</summary>
internal sealed class Level(SelectionPlan selection, FieldPlan[] fields, object?[] items, int count)
{
    private TypedSelection?[]? types;

    public FieldPlan[] Fields => fields;

    /// <summary>The objects that have the field: all that are not null, or those of its types.</summary>
    public ParentRows ParentsOf(FieldPlan field)
    {
        if (selection.Single is not null)
            return WithoutNulls();

        var position = Array.IndexOf(selection.ColumnFields, field);
        types ??= Array.ConvertAll(items[..count], item => item is null ? null : selection.For(item));
        var rows = new List<int>(count);
        for (var row = 0; row < count; row++)
        {
            if (types[row] is { } typed && typed.HasColumnField[position])
                rows.Add(row);
        }

        return new ParentRows(items, count, rows.Count == count ? null : [.. rows], rows.Count);
    }

    private ParentRows WithoutNulls()
    {
        var nulls = items.AsSpan(0, count).Count((object?)null);
        if (nulls == 0)
            return new ParentRows(items, count, null, count);
        var rows = new int[count - nulls];
        for (int row = 0, next = 0; row < count; row++)
        {
            if (items[row] is not null)
                rows[next++] = row;
        }

        return new ParentRows(items, count, rows, rows.Length);
    }
}
