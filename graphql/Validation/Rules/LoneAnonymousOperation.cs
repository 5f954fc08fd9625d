using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.2.3.1 Lone Anonymous Operation: an operation without a name is the only one.</summary>
internal sealed class LoneAnonymousOperation : ValidationRule
{
    private int operations;
    private bool anyAnonymous;

    public override void Definition(ValidationContext context, DefinitionNode node)
    {
        if (node is not OperationDefinitionNode operation)
            return;
        operations++;
        anyAnonymous |= operation.Name is null;
    }

    public override void CheckUse(ValidationContext context)
    {
        if (operations < 2 || !anyAnonymous)
            return;
        foreach (var (operation, _) in context.Operations)
        {
            if (operation.Name is null)
                context.Report("This anonymous operation must be the only defined operation.", operation.Location);
        }
    }
}
