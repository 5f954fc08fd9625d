using System.Globalization;
using System.Text.Json;
using GraphQL.Execution.Resolvers;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>Makes plans of valid documents. What is selected alike is planned once, so that a plan is a graph and not a tree.</summary>
internal sealed class OperationPlanner
{
    // Fields times the types that have them. No client's document comes near; one made to multiply through interfaces is stopped.
    private const int MaximumFields = 50_000;
    private readonly Schema schema;
    private readonly SelectionCollector collector;
    private readonly Dictionary<SelectionKey, SelectionPlan> selections = [];
    private readonly HashSet<string> policies = new(StringComparer.Ordinal);
    private readonly List<FieldNode> introspection = [];
    private bool hasDefaultPolicy;
    private int columns;
    private int resolvers;
    private int size;

    private OperationPlanner(Schema schema, DocumentNode document, VariableValues variables)
    {
        this.schema = schema;
        var fragments = new Dictionary<string, FragmentDefinitionNode>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment)
                fragments.TryAdd(fragment.Name, fragment);
        }

        collector = new SelectionCollector(schema, fragments, variables);
    }

    /// <summary>Plans one operation of a document that is valid for the schema, for the values that its conditions have.</summary>
    /// <exception cref="GraphQLException">The plan would be too large, or a condition has no value.</exception>
    public static OperationPlan Plan(
        Schema schema, DocumentNode document, OperationDefinitionNode operation, VariableValues values, VariablePlan[] variables)
    {
        var root = schema.GetRoot(operation.Kind)
            ?? throw new GraphQLException($"Schema is not configured to execute {Naming.Camel(operation.Kind.ToString())} operation.", ErrorCodes.BadRequest);
        var planner = new OperationPlanner(schema, document, values);
        var selection = planner.Select(root, [operation.SelectionSet], 0);
        return new OperationPlan
        {
            Operation = operation,
            Root = selection,
            Variables = variables,
            ColumnCount = planner.columns,
            ResolverCount = planner.resolvers,
            Introspection = [.. planner.introspection],
            Policies = planner.hasDefaultPolicy ? [null, .. planner.policies] : [.. planner.policies],
            Size = planner.size,
        };
    }

    private SelectionPlan Select(CompositeType type, SelectionSetNode[] sets, int depth)
    {
        var key = new SelectionKey(type, sets, depth);
        if (selections.TryGetValue(key, out var known))
            return known;

        var possible = schema.GetPossibleTypes(type);
        var shared = new SharedFields();
        var types = new TypedSelection[possible.Count];
        for (var index = 0; index < types.Length; index++)
        {
            var groups = collector.Collect(possible[index], sets);
            Grow(groups.Count + 1);
            var fields = new FieldPlan[groups.Count];
            for (var position = 0; position < fields.Length; position++)
                fields[position] = FieldOf(possible[index], groups[position], shared, depth);
            types[index] = new TypedSelection(possible[index], fields);
        }

        FieldPlan[] columnFields = [.. shared.All.Where(plan => plan.ColumnIndex >= 0)];
        foreach (var typed in types)
        {
            var own = types.Length == 1 ? null : typed.Fields.ToHashSet<FieldPlan>(ReferenceEqualityComparer.Instance);
            typed.HasColumnField = Array.ConvertAll(columnFields, field => own is null || own.Contains(field));
        }

        var plan = new SelectionPlan(type, types, columnFields);
        selections.Add(key, plan);
        return plan;
    }

    private void Grow(int fields)
    {
        size += fields;
        if (size <= MaximumFields && collector.Work <= 10 * MaximumFields)
            return;
        throw new GraphQLException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The operation selects more than {MaximumFields} fields, counted for every type that its interfaces and unions may be."),
            ErrorCodes.BadRequest);
    }

    // Types that take a field over from the same interface share one plan for it: it is resolved once for all of them.
    private FieldPlan FieldOf(ObjectType type, FieldGroup group, SharedFields shared, int depth)
    {
        var name = group.Nodes[0].Name;
        var field = schema.GetField(type, name) ?? throw new GraphQLException($"Cannot query field \"{name}\" on type \"{type.Name}\".", ErrorCodes.ValidationFailed);
        return shared.Find(field, group) ?? shared.Add(group, Create(field, group, depth));
    }

    private FieldPlan Create(FieldDefinition field, FieldGroup group, int depth)
    {
        FieldNode[] nodes = [.. group.Nodes];
        var plan = new FieldPlan
        {
            Name = JsonEncodedText.Encode(group.ResponseName),
            ResponseName = group.ResponseName,
            Field = field,
            Nodes = nodes,
            Arguments = ArgumentPlanner.Plan(field, nodes[0]),
            Shape = OutputShape.Of(field.Type),
            IsGuarded = field.Authorization is { AllowsAnonymous: false },
        };
        if (field.Type.NamedType is CompositeType composite)
            plan.Selection = Select(composite, [.. nodes.Select(node => node.SelectionSet).OfType<SelectionSetNode>()], depth + 1);
        foreach (var typed in plan.Selection?.Types ?? [])
        {
            foreach (var child in typed.Fields)
                child.Under(plan);
        }

        if (field == Introspection.SchemaField || field == Introspection.TypeField)
            introspection.AddRange(nodes);
        Note(field);
        FieldKinds.Assign(plan, ref columns);
        return plan;
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

    private sealed class SharedFields
    {
        private readonly Dictionary<string, List<(FieldGroup Group, FieldPlan Plan)>> byName = new(StringComparer.Ordinal);

        public List<FieldPlan> All { get; } = [];

        public FieldPlan? Find(FieldDefinition field, FieldGroup group)
        {
            foreach (var (known, plan) in byName.GetValueOrDefault(group.ResponseName) ?? [])
            {
                if (plan.Field == field && known.SameAs(group))
                    return plan;
            }

            return null;
        }

        public FieldPlan Add(FieldGroup group, FieldPlan plan)
        {
            if (!byName.TryGetValue(group.ResponseName, out var plans))
                byName.Add(group.ResponseName, plans = new(1));
            plans.Add((group, plan));
            All.Add(plan);
            return plan;
        }
    }
}
