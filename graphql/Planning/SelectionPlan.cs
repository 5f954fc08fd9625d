using System.Collections.Concurrent;
using System.Text.Json;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>What is selected on the objects of one field, or of several fields of one level, for each type they may have.</summary>
internal sealed class SelectionPlan(CompositeType type, TypedSelection[] types, FieldPlan[] columnFields)
{
    private readonly TypedSelection? single = type is ObjectType && types.Length == 1 ? types[0] : null;
    private readonly ConcurrentDictionary<Type, TypedSelection?> byRuntimeType = new();

    public CompositeType Type => type;

    public TypedSelection[] Types => types;

    /// <summary>The fields that need a column, each once even where several types share it.</summary>
    public FieldPlan[] ColumnFields => columnFields;

    /// <summary>The selection that does not depend on the object; null where the type is an interface or union.</summary>
    public TypedSelection? Single => single;

    /// <summary>The selection for an object; null when its C# type is none of the possible ones.</summary>
    public TypedSelection? For(object value) => single ?? byRuntimeType.GetOrAdd(value.GetType(), Find);

    private TypedSelection? Find(Type runtimeType)
    {
        for (var candidate = runtimeType; candidate is not null; candidate = candidate.BaseType)
        {
            foreach (var selection in types)
            {
                if (selection.Type.RuntimeType == candidate)
                    return selection;
            }
        }

        return null;
    }
}

/// <summary>What is selected on objects of one type, in the order of the response.</summary>
internal sealed class TypedSelection(ObjectType type, FieldPlan[] fields)
{
    public ObjectType Type => type;

    public JsonEncodedText TypeName { get; } = JsonEncodedText.Encode(type.Name);

    public FieldPlan[] Fields => fields;

    /// <summary>True for each of the selection's column fields that this type has, by their order there.</summary>
    public bool[] HasColumnField { get; set; } = [];
}
