using GraphQL.Execution;
using GraphQL.Execution.Resolvers;

namespace GraphQL.Nodes;

/// <summary>Answers <c>node</c> and <c>nodes</c>: the ids of one kind are looked up together.</summary>
internal sealed class NodeFieldResolver(IReadOnlyDictionary<string, NodeLoader> loaders, int maximum, bool isList) : CallResolver
{
    public override Type ParentType => typeof(object);

    public override Type ValueType => isList ? typeof(IReadOnlyList<object?>) : typeof(object);

    public override async ValueTask<Column> ResolveAsync(FieldCall call)
    {
        if (isList)
        {
            var list = new Column<IReadOnlyList<object?>>(call.Parents.Total);
            list.Values[0] = await LoadAsync([.. ((object?[])call.Arguments[0]!).Cast<string>()], call);
            return list;
        }

        var single = new Column<object>(call.Parents.Total);
        var found = (await LoadAsync([(string)call.Arguments[0]!], call))[0];
        if (found is GraphQLError error)
            single.Fail(0, error);
        else
            single.Values[0] = found;
        return single;
    }

    // A malformed id is an error at its own place in the list; the writer finds it there.
    private async ValueTask<object?[]> LoadAsync(string[] texts, FieldCall call)
    {
        if (texts.Length > maximum)
            throw new GraphQLException($"No more than {maximum} ids can be asked for at once.", ErrorCodes.BadUserInput);

        var results = new object?[texts.Length];
        var kinds = new Dictionary<NodeLoader, List<(int Index, GlobalId Id)>>();
        for (var index = 0; index < texts.Length; index++)
        {
            if (GlobalId.TryParse(texts[index], out var id) && loaders.TryGetValue(id.TypeName, out var loader))
            {
                if (!kinds.TryGetValue(loader, out var wanted))
                    kinds.Add(loader, wanted = []);
                wanted.Add((index, id));
            }
            else
            {
                results[index] = new GraphQLError($"Invalid id \"{texts[index]}\".") { Code = ErrorCodes.BadUserInput };
            }
        }

        foreach (var (loader, wanted) in kinds)
        {
            var found = await loader.LoadAsync([.. wanted.Select(pair => pair.Id)], call);
            for (var index = 0; index < found.Length; index++)
                results[wanted[index].Index] = found[index];
        }

        return results;
    }
}
