namespace GraphQL.TypeSystem;

/// <summary>What directive definitions must keep (specification, 3.13 "Type Validation").</summary>
internal static class DirectiveRules
{
    public static void Check(DirectiveDefinition directive, Schema schema, List<string> errors)
    {
        SchemaRules.CheckName(directive.Name, "directive", errors);
        if (directive.Locations.Count == 0)
            errors.Add($"Directive @{directive.Name} must include one or more locations.");
        SchemaRules.CheckArguments("@" + directive.Name, directive.Arguments, errors);
        if (new Uses(directive, schema).IncludeItself())
            errors.Add($"Directive @{directive.Name} must not be used on its own arguments, nor on anything that their types or directives lead to.");
    }

    /// <summary>The directives that stand on a directive's arguments, on what their types contain, on the arguments of those directives, and so on.</summary>
    private sealed class Uses(DirectiveDefinition start, Schema schema)
    {
        private readonly HashSet<NamedType> types = [];
        private readonly HashSet<string> directives = new(StringComparer.Ordinal);
        private readonly Stack<InputValueDefinition> pending = new(start.Arguments);

        public bool IncludeItself()
        {
            while (pending.TryPop(out var value))
            {
                Add("deprecated", value.DeprecationReason is not null);
                Add("cost", value.Cost is not null);
                if (types.Add(value.Type.NamedType))
                    Add(value.Type.NamedType);
            }

            return directives.Contains(start.Name);
        }

        private void Add(NamedType type)
        {
            switch (type)
            {
                case ScalarType scalar:
                    Add("specifiedBy", scalar.SpecifiedByUrl is not null);
                    Add("cost", scalar.Cost is not null);
                    break;
                case EnumType @enum:
                    Add("deprecated", @enum.Values.Any(value => value.DeprecationReason is not null));
                    Add("cost", @enum.Cost is not null);
                    break;
                case InputObjectType input:
                    Add("oneOf", input.IsOneOf);
                    foreach (var field in input.Fields)
                        pending.Push(field);
                    break;
            }
        }

        private void Add(string directive, bool isUsed)
        {
            if (!isUsed || !directives.Add(directive))
                return;
            foreach (var argument in schema.GetDirective(directive)?.Arguments ?? [])
                pending.Push(argument);
        }
    }
}
