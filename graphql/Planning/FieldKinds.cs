using GraphQL.Execution.Resolvers;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>Decides which fields need a column, and gives every field what the writer needs.</summary>
internal static class FieldKinds
{
    public static void Assign(FieldPlan plan, ref int columns)
    {
        var field = plan.Field;
        if (field == Introspection.TypeNameField)
        {
            plan.Kind = FieldKind.TypeName;
            return;
        }

        var isList = plan.Shape.Element is not null;
        var isCall = field.Resolver is CallResolver;
        if (plan.Selection is null)
        {
            plan.Kind = isCall
                ? isList ? FieldKind.ColumnScalarList : FieldKind.ColumnScalar
                : isList ? FieldKind.PureScalarList : FieldKind.PureScalar;
        }
        else
        {
            plan.Kind = isCall || plan.Selection.ColumnFields.Length > 0 ? FieldKind.ColumnObject : FieldKind.PureObject;
        }

        if (plan.Kind is FieldKind.ColumnScalar or FieldKind.ColumnScalarList or FieldKind.ColumnObject)
            plan.ColumnIndex = columns++;

        var output = field.Output;
        switch (plan.Kind)
        {
            case FieldKind.PureScalar:
                plan.WriteScalar = output.PureScalar;
                break;
            case FieldKind.PureScalarList:
                plan.WriteScalarList = output.PureList;
                break;
            case FieldKind.ColumnScalar or FieldKind.ColumnScalarList:
                plan.ValueWriter = output.Value;
                break;
            case FieldKind.PureObject:
            case FieldKind.ColumnObject when !isCall:
                plan.GetObject = output.Object;
                break;
        }
    }
}
