using System.Diagnostics;
using GraphQL.Execution;
using GraphQL.Planning;

namespace GraphQL.Instrumentation;

/// <summary>The span of one call of a resolver, for all parents of a level.</summary>
internal static class ResolverSpan
{
    public static Activity? Begin(Instruments instruments, FieldPlan field, string parentType, int parents)
    {
        var coordinate = $"{parentType}.{field.Field.Name}";
        return instruments.Source.StartActivity(coordinate)?
            .SetTag(AttributeNames.ProcessingType, "resolve")
            .SetTag(AttributeNames.SelectionName, field.ResponseName)
            .SetTag(AttributeNames.FieldName, field.Field.Name)
            .SetTag(AttributeNames.ParentType, parentType)
            .SetTag(AttributeNames.Coordinate, coordinate)
            .SetTag(AttributeNames.ParentCount, parents);
    }

    public static void End(Activity? activity, Column column)
    {
        for (var row = 0; activity is not null && row < column.Rows; row++)
        {
            if (column.FailureOf(row) is not { } failure)
                continue;
            activity.SetTag(AttributeNames.ErrorType, failure.Code ?? AttributeNames.OtherError).SetStatus(ActivityStatusCode.Error);
            break;
        }
    }
}
