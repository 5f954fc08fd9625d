using System.Globalization;
using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>Not of the specification: a list in a document has only so many elements.</summary>
internal sealed class MaximumListItems : ValidationRule
{
    public override void Value(ValidationContext context, ValueNode node, in InputPosition position)
    {
        if (node is ListValueNode list && list.Values.Length > context.Options.MaximumListItems)
            context.Report(Message(list.Values.Length, context.Options.MaximumListItems), node.Location);
    }

    public static string Message(int items, int maximum) =>
        string.Create(CultureInfo.InvariantCulture, $"A list has {items} items; at most {maximum} are allowed.");
}
