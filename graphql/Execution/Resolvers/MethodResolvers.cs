namespace GraphQL.Execution.Resolvers;

/// <summary>Keeps what a method returned for one parent: the value itself, or the failure it stands for.</summary>
internal delegate void ResultStore<TRaw, T>(Column<T> column, int row, TRaw result);

/// <summary>A method for one parent, called once for each.</summary>
internal sealed class LoopResolver<TParent, TRaw, T>(
    InputBinding[] bindings, Lazy<Func<TParent, object?[], ValueTask<TRaw>>> method, ResultStore<TRaw, T> store) : CallResolver
{
    public override Type ParentType => typeof(TParent);

    public override Type ValueType => typeof(T);

    public override async ValueTask<Column> ResolveAsync(FieldCall call)
    {
        var inputs = InputBinding.GetAll(bindings, call);
        var parents = call.Parents;
        var column = new Column<T>(parents.Total);
        for (var index = 0; index < parents.Count; index++)
        {
            call.Cancellation.ThrowIfCancellationRequested();
            var row = parents.RowOf(index);
            try
            {
                store(column, row, await method.Value((TParent)parents[index], inputs));
            }
            catch (Exception exception) when (!call.State.IsAbort(exception))
            {
                column.Fail(row, call.State.Report(exception, call.Plan));
            }
        }

        return column;
    }
}

/// <summary>A method for all parents at once, one result each in their order.</summary>
internal sealed class BatchResolver<TParent, TRaw, T>(
    InputBinding[] bindings,
    Lazy<Func<IReadOnlyList<TParent>, object?[], ValueTask<IReadOnlyList<TRaw>>>> method,
    ResultStore<TRaw, T> store) : CallResolver
{
    // One call answers for all parents; each of them bears a part of it.
    public override double? DefaultWeight => 1;

    public override Type ParentType => typeof(TParent);

    public override Type ValueType => typeof(T);

    public override async ValueTask<Column> ResolveAsync(FieldCall call)
    {
        var inputs = InputBinding.GetAll(bindings, call);
        var rows = call.Parents;
        var parents = new TParent[rows.Count];
        for (var index = 0; index < parents.Length; index++)
            parents[index] = (TParent)rows[index];

        var results = await method.Value(parents, inputs);
        if (results.Count != parents.Length)
            throw new InvalidOperationException($"The batch resolver of {call.Plan.Field.Name} returned {results.Count} results for {parents.Length} parents.");

        var column = new Column<T>(rows.Total);
        for (var index = 0; index < parents.Length; index++)
            store(column, rows.RowOf(index), results[index]);
        return column;
    }
}
