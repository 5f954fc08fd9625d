using System.Linq.Expressions;
using System.Reflection;
using GraphQL.Execution;
using GraphQL.Execution.Resolvers;

namespace GraphQL.TypeSystem.Building;

/// <summary>Makes resolvers of methods; the calls are compiled when first needed.</summary>
internal static class ResolverFactory
{
    private static readonly MethodInfo LoopMethod = typeof(ResolverFactory).GetMethod(nameof(Loop), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo BatchMethod = typeof(ResolverFactory).GetMethod(nameof(Batch), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo UnwrapMethod = typeof(ResolverFactory).GetMethod(nameof(Unwrap), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Makes the resolver of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="inputs">Where its parameters get their values.</param>
    /// <param name="parentType">The C# type of the parents.</param>
    /// <param name="raw">What one parent's result is, before a field result is taken apart.</param>
    /// <param name="isBatch">True when the method answers for all parents at once.</param>
    /// <param name="owner">What kind of type the field belongs to.</param>
    public static FieldResolver Create(MethodInfo method, MethodInputs inputs, Type parentType, Type raw, bool isBatch, FieldOwner owner)
    {
        var isFieldResult = ClrTypes.IsGeneric(raw, typeof(FieldResult<>));
        if (!isBatch && inputs.Bindings.Count == 0 && method.ReturnType == raw && !isFieldResult && owner != FieldOwner.Mutation)
            return Pure(method, inputs, parentType);

        var value = isFieldResult ? raw.GenericTypeArguments[0] : raw;
        object store = isFieldResult
            ? UnwrapMethod.MakeGenericMethod(value).Invoke(null, null)!
            : typeof(Plain<>).MakeGenericType(value).GetField(nameof(Plain<int>.Store))!.GetValue(null)!;
        var parent = inputs.Parent is { } position ? method.GetParameters()[position].ParameterType : parentType;
        if (isBatch)
            parent = parent.GenericTypeArguments[0];
        return (FieldResolver)(isBatch ? BatchMethod : LoopMethod).MakeGenericMethod(parent, raw, value)
            .Invoke(null, [method, inputs, store, method.IsDefined(typeof(ParallelAttribute))])!;
    }

    /// <summary>The call of a method with a parent and the values of its other parameters.</summary>
    public static Expression Call(MethodInfo method, int? parentPosition, Expression? parent, Expression inputs)
    {
        var next = 0;
        var arguments = method.GetParameters().Select(parameter => parameter.Position == parentPosition
            ? parent!.Type == parameter.ParameterType ? parent : Expression.Convert(parent, parameter.ParameterType)
            : (Expression)Expression.Convert(Expression.ArrayIndex(inputs, Expression.Constant(next++)), parameter.ParameterType));
        return Expression.Call(method, arguments);
    }

    /// <summary>The result of a call as a ValueTask, whatever the method returns.</summary>
    public static Expression AsValueTask(Expression call)
    {
        if (ClrTypes.IsGeneric(call.Type, typeof(ValueTask<>)))
            return call;
        var result = ClrTypes.IsGeneric(call.Type, typeof(Task<>)) ? call.Type.GenericTypeArguments[0] : call.Type;
        return Expression.New(typeof(ValueTask<>).MakeGenericType(result).GetConstructor([call.Type])!, call);
    }

    private static PureResolver Pure(MethodInfo method, MethodInputs inputs, Type parentType)
    {
        var type = inputs.Parent is { } position ? method.GetParameters()[position].ParameterType : parentType;
        var parent = Expression.Parameter(type, "parent");
        return new PureResolver(Expression.Lambda(Expression.Call(method, inputs.Parent is null ? [] : [parent]), parent));
    }

    private static LoopResolver<TParent, TRaw, T> Loop<TParent, TRaw, T>(MethodInfo method, MethodInputs inputs, ResultStore<TRaw, T> store, bool isParallel)
    {
        var call = new Lazy<Func<TParent, object?[], ValueTask<TRaw>>>(() =>
        {
            var parent = Expression.Parameter(typeof(TParent), "parent");
            var values = Expression.Parameter(typeof(object[]), "inputs");
            var body = AsValueTask(Call(method, inputs.Parent, parent, values));
            return Expression.Lambda<Func<TParent, object?[], ValueTask<TRaw>>>(body, parent, values).Compile();
        });
        var isCheap = !ClrTypes.IsTask(method.ReturnType) && !inputs.Bindings.Any(binding => binding is ServiceBinding);
        return new([.. inputs.Bindings], call, store) { IsParallel = isParallel, IsCheap = isCheap };
    }

    private static BatchResolver<TParent, TRaw, T> Batch<TParent, TRaw, T>(MethodInfo method, MethodInputs inputs, ResultStore<TRaw, T> store, bool isParallel)
    {
        var call = new Lazy<Func<IReadOnlyList<TParent>, object?[], ValueTask<IReadOnlyList<TRaw>>>>(() =>
        {
            var parents = Expression.Parameter(typeof(IReadOnlyList<TParent>), "parents");
            var values = Expression.Parameter(typeof(object[]), "inputs");
            var result = AsValueTask(Call(method, inputs.Parent, parents, values));
            var list = result.Type.GenericTypeArguments[0];
            if (list != typeof(IReadOnlyList<TRaw>))
                result = Expression.Call(typeof(ResolverFactory), nameof(AsListAsync), [list, typeof(TRaw)], result);
            return Expression.Lambda<Func<IReadOnlyList<TParent>, object?[], ValueTask<IReadOnlyList<TRaw>>>>(result, parents, values).Compile();
        });
        return new([.. inputs.Bindings], call, store) { IsParallel = isParallel };
    }

    private static async ValueTask<IReadOnlyList<TRaw>> AsListAsync<TList, TRaw>(ValueTask<TList> result)
        where TList : IEnumerable<TRaw>
    {
        var list = await result;
        return list as IReadOnlyList<TRaw> ?? [.. list];
    }

    private static ResultStore<FieldResult<T>, T> Unwrap<T>() => (column, row, result) =>
    {
        if (result.Error is { } error)
            column.Fail(row, error);
        else
            column.Values[row] = result.Value;
    };

    private static class Plain<T>
    {
        public static readonly ResultStore<T, T> Store = (column, row, result) => column.Values[row] = result;
    }
}
