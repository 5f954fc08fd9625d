using System.Text.Json;
using GraphQL.Execution.Resolvers;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>Makes plans of valid documents.</summary>
internal sealed class OperationPlanner
{
    private readonly Schema schema;
    private readonly SelectionCollector collector;
    private readonly HashSet<string> policies = new(StringComparer.Ordinal);
    private bool hasDefaultPolicy;
    private int columns;
    private int resolvers;

    private OperationPlanner(Schema schema, DocumentNode document)
    {
        this.schema = schema;
        var fragments = new Dictionary<string, FragmentDefinitionNode>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment)
                fragments.TryAdd(fragment.Name, fragment);
        }

        collector = new SelectionCollector(schema, fragments);
    }

    /// <summary>Plans one operation of a document that is valid for the schema.</summary>
    public static OperationPlan Plan(Schema schema, DocumentNode document, OperationDefinitionNode operation)
    {
        var root = schema.GetRoot(operation.Kind)
            ?? throw new GraphQLException($"Schema is not configured to execute {Naming.Camel(operation.Kind.ToString())} operation.", ErrorCodes.BadRequest);
        var planner = new OperationPlanner(schema, document);
        var selection = planner.Select(root, [new ConditionalSelections(operation.SelectionSet, [])]);
        return new OperationPlan
        {
            Operation = operation,
            Root = selection,
            Variables = [.. operation.VariableDefinitions.Select(node => new VariablePlan(node.Name, schema.GetType(node.Type)!, node.DefaultValue, node))],
            ColumnCount = planner.columns,
            ResolverCount = planner.resolvers,
            Policies = planner.hasDefaultPolicy ? [null, .. planner.policies] : [.. planner.policies],
        };
    }

    private SelectionPlan Select(CompositeType type, IReadOnlyList<ConditionalSelections> sets)
    {
        var possible = schema.GetPossibleTypes(type);
        var shared = new List<(FieldGroup Group, FieldPlan Plan)>();
        var types = new TypedSelection[possible.Count];
        for (var index = 0; index < types.Length; index++)
        {
            var groups = collector.Collect(possible[index], sets);
            var fields = new FieldPlan[groups.Count];
            for (var position = 0; position < fields.Length; position++)
                fields[position] = FieldOf(possible[index], groups[position], shared);
            types[index] = new TypedSelection(possible[index], fields);
        }

        FieldPlan[] columnFields = [.. shared.Select(pair => pair.Plan).Where(plan => plan.ColumnIndex >= 0)];
        foreach (var typed in types)
            typed.HasColumnField = Array.ConvertAll(columnFields, field => Array.IndexOf(typed.Fields, field) >= 0);
        return new SelectionPlan(type, types, columnFields);
    }

    // Types that take a field over from the same interface share one plan for it: it is resolved once for all of them.
    private FieldPlan FieldOf(ObjectType type, FieldGroup group, List<(FieldGroup Group, FieldPlan Plan)> shared)
    {
        var name = group.Places[0].Node.Name;
        var field = schema.GetField(type, name) ?? throw new GraphQLException($"Cannot query field \"{name}\" on type \"{type.Name}\".", ErrorCodes.ValidationFailed);
        foreach (var (known, plan) in shared)
        {
            if (plan.Field == field && known.ResponseName == group.ResponseName && known.SameAs(group))
                return plan;
        }

        var created = Create(field, group);
        shared.Add((group, created));
        return created;
    }

    private FieldPlan Create(FieldDefinition field, FieldGroup group)
    {
        var nodes = group.Places.Select(place => place.Node).ToArray();
        var condition = group.Places.Exists(place => place.Terms.Length == 0) ? null : new Condition([.. group.Places.Select(place => place.Terms)]);
        var plan = new FieldPlan
        {
            Name = JsonEncodedText.Encode(group.ResponseName),
            ResponseName = group.ResponseName,
            Field = field,
            Nodes = nodes,
            Arguments = ArgumentPlanner.Plan(field, nodes[0]),
            Shape = OutputShape.Of(field.Type),
            Condition = condition,
            IsGuarded = condition is not null || field.Authorization is { AllowsAnonymous: false },
        };
        if (field.Type.NamedType is CompositeType composite)
            plan.Selection = Select(composite, SubSelections(group));
        Note(field);
        FieldKinds.Assign(plan, ref columns);
        return plan;
    }

    // Where all places have the same conditions, they hold whenever the field is there at all.
    private static List<ConditionalSelections> SubSelections(FieldGroup group)
    {
        var first = group.Places[0].Terms;
        var isSame = group.Places.TrueForAll(place => place.Terms.AsSpan().SequenceEqual(first));
        return [.. group.Places.Where(place => place.Node.SelectionSet is not null)
            .Select(place => new ConditionalSelections(place.Node.SelectionSet!, isSame ? [] : place.Terms))];
    }

    private void Note(FieldDefinition field)
    {
        if (field.Resolver is CallResolver and not IIntrospectionResolver)
            resolvers++;
        if (field.Authorization is not { AllowsAnonymous: false } authorization)
            return;
        foreach (var policy in authorization.Policies)
        {
            if (policy is null)
                hasDefaultPolicy = true;
            else
                policies.Add(policy);
        }
    }
}
