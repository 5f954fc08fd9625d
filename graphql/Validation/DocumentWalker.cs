using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation;

/// <summary>Walks a document once, with the types of the schema at hand, and calls every rule. It does not follow fragments.</summary>
internal sealed class DocumentWalker(ValidationContext context, ValidationRule[] rules)
{
    private readonly Schema schema = context.Schema;
    private DefinitionUses uses = null!;
    private int level;

    public void Walk()
    {
        var index = 0;
        foreach (var node in context.Document.Definitions)
        {
            foreach (var rule in rules)
                rule.Definition(context, node);
            if (node is not ExecutableDefinitionNode definition)
                continue;

            uses = context.Definitions[index++];
            if (definition is OperationDefinitionNode operation)
                WalkOperation(operation);
            else
                WalkFragment((FragmentDefinitionNode)definition);
        }
    }

    private void WalkOperation(OperationDefinitionNode node)
    {
        foreach (var variable in node.VariableDefinitions)
            WalkVariable(variable);
        WalkDirectives(node.Directives, node.Kind switch
        {
            OperationKind.Query => DirectiveLocation.Query,
            OperationKind.Mutation => DirectiveLocation.Mutation,
            OperationKind.Subscription => DirectiveLocation.Subscription,
            _ => throw new InvalidOperationException($"There is no operation of kind {node.Kind}."),
        });
        WalkSelections(node.SelectionSet, schema.GetRoot(node.Kind));
    }

    private void WalkVariable(VariableDefinitionNode node)
    {
        foreach (var rule in rules)
            rule.Variable(context, node);
        WalkTypeName(node.Type.NamedType);
        WalkDirectives(node.Directives, DirectiveLocation.VariableDefinition);
        if (node.DefaultValue is not null)
            WalkValue(node.DefaultValue, new InputPosition(schema.GetType(node.Type) is { IsInput: true } type ? type : null));
    }

    private void WalkFragment(FragmentDefinitionNode node)
    {
        WalkTypeName(node.TypeCondition);
        WalkDirectives(node.Directives, DirectiveLocation.FragmentDefinition);
        WalkSelections(node.SelectionSet, schema.GetType(node.TypeCondition.Name) as CompositeType);
    }

    private void WalkTypeName(NamedTypeNode node)
    {
        foreach (var rule in rules)
            rule.TypeName(context, node);
    }

    private void WalkSelections(SelectionSetNode node, CompositeType? parent)
    {
        level++;
        foreach (var selection in node.Selections)
        {
            if (context.IsFull)
                break;
            switch (selection)
            {
                case FieldNode field:
                    WalkField(field, parent);
                    break;
                case FragmentSpreadNode spread:
                    uses.Spreads.Add(spread);
                    uses.SpreadLevels.Add(level);
                    foreach (var rule in rules)
                        rule.FragmentSpread(context, spread, parent);
                    WalkDirectives(spread.Directives, DirectiveLocation.FragmentSpread);
                    break;
                case InlineFragmentNode fragment:
                    WalkInlineFragment(fragment, parent);
                    break;
            }
        }

        level--;
    }

    private void WalkField(FieldNode node, CompositeType? parent)
    {
        var definition = parent is null ? null : schema.GetField(parent, node.Name);
        foreach (var rule in rules)
            rule.Field(context, node, parent, definition);
        if (!node.Arguments.IsEmpty)
        {
            foreach (var rule in rules)
                rule.Arguments(context, node.Arguments);
            foreach (var argument in node.Arguments)
                WalkArgument(argument, definition?.GetArgument(argument.Name));
        }

        WalkDirectives(node.Directives, DirectiveLocation.Field);
        if (node.SelectionSet is not null)
            WalkSelections(node.SelectionSet, definition?.Type.NamedType as CompositeType);
    }

    private void WalkInlineFragment(InlineFragmentNode node, CompositeType? parent)
    {
        foreach (var rule in rules)
            rule.InlineFragment(context, node, parent);
        var inner = parent;
        if (node.TypeCondition is not null)
        {
            WalkTypeName(node.TypeCondition);
            inner = schema.GetType(node.TypeCondition.Name) as CompositeType;
        }

        WalkDirectives(node.Directives, DirectiveLocation.InlineFragment);
        WalkSelections(node.SelectionSet, inner);
    }

    private void WalkDirectives(ImmutableArray<DirectiveNode> nodes, DirectiveLocation location)
    {
        if (nodes.IsEmpty)
            return;

        foreach (var rule in rules)
            rule.Directives(context, nodes, location);
        foreach (var node in nodes)
        {
            var definition = schema.GetDirective(node.Name);
            foreach (var rule in rules)
                rule.Arguments(context, node.Arguments);
            foreach (var argument in node.Arguments)
                WalkArgument(argument, definition?.GetArgument(argument.Name));
        }
    }

    private void WalkArgument(ArgumentNode node, ArgumentDefinition? definition) =>
        WalkValue(node.Value, new InputPosition(definition?.Type, definition?.DefaultValue is not null));

    // Within a list that stands where no list is expected (a custom scalar may take one), a variable is held to the type of that place.
    private void WalkValue(ValueNode node, in InputPosition position, GraphQLType? aroundLists = null)
    {
        if (node is VariableNode variable)
        {
            uses.Variables.Add(new VariableUse(variable, position.Type is null && aroundLists is not null ? new InputPosition(aroundLists) : position));
            return;
        }

        foreach (var rule in rules)
            rule.Value(context, node, position);
        switch (node)
        {
            case ListValueNode list:
                var expected = position.Type?.Nullable ?? aroundLists;
                var element = new InputPosition((expected as ListType)?.OfType);
                foreach (var value in list.Values)
                    WalkValue(value, element, expected is ListType ? null : expected);
                break;
            case ObjectValueNode value:
                var type = position.Type?.NamedType as InputObjectType;
                foreach (var field in value.Fields)
                {
                    var definition = type?.GetField(field.Name);
                    WalkValue(field.Value, new InputPosition(definition?.Type, definition?.DefaultValue is not null, type));
                }

                break;
        }
    }
}
