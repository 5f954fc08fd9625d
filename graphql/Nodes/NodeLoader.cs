using System.Linq.Expressions;
using System.Reflection;
using GraphQL.Execution;
using GraphQL.Execution.Resolvers;
using GraphQL.TypeSystem.Building;

namespace GraphQL.Nodes;

/// <summary>Finds the nodes of one kind by their keys, all at once.</summary>
internal abstract class NodeLoader
{
    /// <summary>The objects in the order of the ids; null where there is none, also for keys that are none of this kind.</summary>
    public abstract ValueTask<object?[]> LoadAsync(IReadOnlyList<GlobalId> ids, FieldCall call);
}

/// <inheritdoc />
internal sealed class NodeLoader<TKey, T>(MethodInfo method, InputBinding[] bindings, KeyReader keys) : NodeLoader
    where TKey : notnull
{
    private readonly Lazy<Func<IReadOnlyList<TKey>, object?[], ValueTask<IReadOnlyDictionary<TKey, T>>>> find = new(() => Compile(method));

    public override async ValueTask<object?[]> LoadAsync(IReadOnlyList<GlobalId> ids, FieldCall call)
    {
        var read = new TKey?[ids.Count];
        var isKey = new bool[ids.Count];
        var distinct = new HashSet<TKey>();
        for (var index = 0; index < read.Length; index++)
        {
            if (keys.TryRead(ids[index].Key, out var key))
            {
                (read[index], isKey[index]) = ((TKey)key, true);
                distinct.Add((TKey)key);
            }
        }

        var found = new object?[ids.Count];
        if (distinct.Count == 0)
            return found;
        var nodes = await find.Value([.. distinct], InputBinding.GetAll(bindings, call));
        for (var index = 0; index < found.Length; index++)
            found[index] = isKey[index] && nodes.TryGetValue(read[index]!, out var node) ? node : null;
        return found;
    }

    private static Func<IReadOnlyList<TKey>, object?[], ValueTask<IReadOnlyDictionary<TKey, T>>> Compile(MethodInfo method)
    {
        var ids = Expression.Parameter(typeof(IReadOnlyList<TKey>), "ids");
        var inputs = Expression.Parameter(typeof(object[]), "inputs");
        var result = ResolverFactory.AsValueTask(ResolverFactory.Call(method, parentPosition: 0, ids, inputs));
        var type = result.Type.GenericTypeArguments[0];
        if (type != typeof(IReadOnlyDictionary<TKey, T>))
            result = Expression.Call(typeof(NodeLoader<TKey, T>), nameof(WidenAsync), [type], result);
        return Expression.Lambda<Func<IReadOnlyList<TKey>, object?[], ValueTask<IReadOnlyDictionary<TKey, T>>>>(result, ids, inputs).Compile();
    }

    private static async ValueTask<IReadOnlyDictionary<TKey, T>> WidenAsync<TDictionary>(ValueTask<TDictionary> result)
        where TDictionary : IReadOnlyDictionary<TKey, T> => await result;
}
