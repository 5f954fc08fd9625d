using GraphQL.Language;
using GraphQL.TypeSystem;
using GraphQL.Validation.Rules;

namespace GraphQL.Validation;

/// <summary>Checks documents against a schema (specification, section 5).</summary>
public static class DocumentValidator
{
    /// <summary>Everything that is wrong with a document; empty when it may be executed.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, ValidationOptions? options = null) =>
        Validate(schema, document, options ?? ValidationOptions.Default, AllRules());

    internal static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, ValidationOptions options, ValidationRule[] rules)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(document);
        var context = new ValidationContext(schema, document, options);
        new DocumentWalker(context, rules).Walk();

        // Rules that follow fragments rely on there being no cycle and no excessive nesting.
        context.Graph = FragmentGraph.Of(context);
        var before = context.Errors.Count;
        foreach (var rule in rules)
            rule.CheckGraph(context);
        if (!context.Graph.IsSafe || context.Errors.Skip(before).Any())
            return context.Errors;

        foreach (var rule in rules)
            rule.CheckUse(context);
        return context.Errors;
    }

    private static ValidationRule[] AllRules() =>
    [
        new ExecutableDefinitions(),
        new OperationTypeExistence(),
        new OperationNameUniqueness(),
        new LoneAnonymousOperation(),
        new SingleRootField(),
        new FieldSelections(),
        new FieldSelectionMerging(),
        new LeafFieldSelections(),
        new ArgumentNames(),
        new ArgumentUniqueness(),
        new RequiredArguments(),
        new FragmentNameUniqueness(),
        new FragmentSpreadTypeExistence(),
        new FragmentsOnObjectInterfaceOrUnionTypes(),
        new FragmentsMustBeUsed(),
        new FragmentSpreadTargetDefined(),
        new FragmentSpreadsMustNotFormCycles(),
        new FragmentSpreadIsPossible(),
        new ValuesOfCorrectType(),
        new InputObjectFieldNames(),
        new InputObjectFieldUniqueness(),
        new InputObjectRequiredFields(),
        new DirectivesAreDefined(),
        new DirectivesAreInValidLocations(),
        new DirectivesAreUniquePerLocation(),
        new VariableUniqueness(),
        new VariablesAreInputTypes(),
        new AllVariableUsesDefined(),
        new AllVariablesUsed(),
        new AllVariableUsagesAreAllowed(),
        new MaximumDepth(),
        new MaximumListItems(),
        new MaximumIntrospectionDepth(),
        new IntrospectionByPolicy(),
    ];
}
