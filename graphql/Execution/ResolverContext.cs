using GraphQL.Execution;
using GraphQL.TypeSystem;

namespace GraphQL;

/// <summary>What a resolver may know of the field it answers.</summary>
public sealed class ResolverContext
{
    private readonly FieldCall call;

    internal ResolverContext(FieldCall call) => this.call = call;

    /// <summary>The field.</summary>
    public FieldDefinition Field => call.Plan.Field;

    /// <summary>The services of the request.</summary>
    public IServiceProvider Services => call.State.Services;

    /// <summary>True when the client selects this field (by its GraphQL name) on what the resolver returns.</summary>
    public bool IsSelected(string fieldName) => SelectedFields.Contains(call.Plan, fieldName);

    /// <summary>True when the client selects, under the first field, the second one.</summary>
    public bool IsSelected(string fieldName, string childName) =>
        call.Plan.Selection is { } selection
        && selection.Types.SelectMany(typed => typed.Fields)
            .Any(child => child.Field.Name == fieldName && SelectedFields.Contains(child, childName));

    /// <summary>An argument's coerced value: scalars and enums as their C# values, null when nothing was given.</summary>
    public object? GetArgument(string name)
    {
        for (var index = 0; index < call.Arguments.Length; index++)
        {
            if (Field.Arguments[index].Name == name)
                return call.Arguments[index];
        }

        throw new ArgumentException($"The field {Field.Name} has no argument {name}.", nameof(name));
    }
}
