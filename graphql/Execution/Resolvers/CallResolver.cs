namespace GraphQL.Execution.Resolvers;

/// <summary>A field that calls a method: with arguments, services, or something to wait for.</summary>
internal abstract class CallResolver : FieldResolver
{
    /// <summary>True when it may run beside other fields of its level.</summary>
    public bool IsParallel { get; init; }

    /// <summary>True when it neither waits nor uses a service: it only computes.</summary>
    public bool IsCheap { get; init; }

    public override double? DefaultWeight => IsCheap || this is IIntrospectionResolver ? null : 10;

    /// <summary>Resolves the field for all parents; failures of single rows are kept in the column.</summary>
    public abstract ValueTask<Column> ResolveAsync(FieldCall call);
}

/// <summary>A resolver that touches nothing but the schema itself; it is not counted as one.</summary>
internal interface IIntrospectionResolver;

/// <summary>A resolver of introspection, written as a lambda.</summary>
internal sealed class InlineResolver<TParent, TValue>(Func<TParent, FieldCall, TValue> resolve) : CallResolver, IIntrospectionResolver
{
    public override Type ParentType => typeof(TParent);

    public override Type ValueType => typeof(TValue);

    public override ValueTask<Column> ResolveAsync(FieldCall call)
    {
        var column = new Column<TValue>(call.Parents.Total);
        for (var index = 0; index < call.Parents.Count; index++)
            column.Values[call.Parents.RowOf(index)] = resolve((TParent)call.Parents[index], call);
        return new ValueTask<Column>(column);
    }
}
