using System.Collections.Concurrent;
using GraphQL.Instrumentation;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>
/// The plans of one operation, made when first needed: one for each way its <c>@skip</c> and <c>@include</c> may turn out, since
/// they decide the order of the response, and which places of the document a field comes from.
/// </summary>
internal sealed class OperationPlans(Schema schema, DocumentNode document, OperationDefinitionNode operation, PlanSpace space, Instruments? instruments)
{
    // Who sends more combinations than any client has is planned for anew each time.
    private const int MostKept = 64;
    private readonly string[] conditions = ConditionVariables.Of(document, operation);
    private readonly ConcurrentDictionary<string, OperationPlan> plans = new(StringComparer.Ordinal);
    private OperationPlan? unconditional;

    public OperationDefinitionNode Operation => operation;

    /// <summary>The operation's variables with their types.</summary>
    public VariablePlan[] Variables { get; } =
        [.. operation.VariableDefinitions.Select(node => new VariablePlan(node.Name, schema.GetType(node.Type)!, node.DefaultValue, node))];

    /// <summary>The plan for these variables; null, and the error, when there is none.</summary>
    public OperationPlan? For(VariableValues variables, out GraphQLError? error)
    {
        error = null;
        try
        {
            if (conditions.Length == 0)
                return unconditional ?? PlanAlways(variables);
            var key = string.Create(conditions.Length, (conditions, variables), static (text, given) =>
            {
                for (var index = 0; index < text.Length; index++)
                    text[index] = given.variables.Get(given.conditions[index]) is bool value ? value ? '1' : '0' : '-';
            });
            if (plans.TryGetValue(key, out var known))
                return known;
            var plan = Plan(variables);
            if (plans.Count < MostKept && space.TryTake(plan.Size) && !plans.TryAdd(key, plan))
                space.Leave(plan.Size);
            return plan;
        }
        catch (GraphQLException failure)
        {
            error = failure.Error;
            return null;
        }
    }

    private OperationPlan PlanAlways(VariableValues variables)
    {
        var plan = Plan(variables);
        if (!space.TryTake(plan.Size))
            return plan;
        if (Interlocked.CompareExchange(ref unconditional, plan, null) is not { } other)
            return plan;
        space.Leave(plan.Size);
        return other;
    }

    private OperationPlan Plan(VariableValues variables)
    {
        using var phase = instruments?.Begin(Phase.Plan);
        phase?.Of(operation);
        return OperationPlanner.Plan(schema, document, operation, variables, Variables);
    }
}
