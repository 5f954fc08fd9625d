using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>Changes of the schema definition itself.</summary>
internal static class RootChanges
{
    public static void Find(ChangeList changes, SchemaDocument old, SchemaDocument @new)
    {
        foreach (var kind in Enum.GetValues<OperationKind>())
        {
            var keyword = Printing.Keyword(kind);
            switch (old.RootName(kind), @new.RootName(kind))
            {
                case (null, { } added):
                    changes.Safe(SchemaChangeKind.RootTypeChanged, "schema", $"{added} was added as the {keyword} type.");
                    break;
                case ({ } removed, null):
                    changes.Breaking(SchemaChangeKind.RootTypeChanged, "schema", $"{removed} is no longer the {keyword} type.");
                    break;
                case ({ } before, { } after) when before != after:
                    changes.Breaking(SchemaChangeKind.RootTypeChanged, "schema", $"The {keyword} type changed from {before} to {after}.");
                    break;
            }
        }

        Annotations.Find(changes, "schema", old.Schema?.Description, @new.Schema?.Description, old.Schema?.Directives ?? [], @new.Schema?.Directives ?? []);
    }
}
