using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Pricing;

/// <summary>How many elements a field's list has in a request.</summary>
/// <param name="Otherwise">The number where no argument says it.</param>
/// <param name="Arguments">The arguments that say it; of several the largest counts.</param>
/// <param name="Maximum">The most that the resolver ever returns.</param>
/// <param name="Factor">The lengths of the lists inside the list.</param>
internal sealed record SizeRule(int Otherwise, ArgumentPlan[] Arguments, int Maximum = int.MaxValue, double Factor = 1)
{
    public static SizeRule One { get; } = new(1, []);

    public bool IsConstant => !Array.Exists(Arguments, argument => argument.NeedsVariables);

    public double Of(VariableValues variables)
    {
        int? size = null;
        foreach (var argument in Arguments)
        {
            if (Number(argument, variables) is { } number && (size is null || number > size))
                size = number;
        }

        return Math.Clamp(size ?? Otherwise, 0, Maximum) * Factor;
    }

    private static int? Number(ArgumentPlan argument, VariableValues variables) => argument switch
    {
        { Literal: Language.VariableNode variable } when variables.Has(variable.Name) => Length(variables.Get(variable.Name)),
        { Literal: Language.ListValueNode list } => list.Values.Length,
        _ => Length(argument.Constant),
    };

    private static int? Length(object? value) => value switch
    {
        int number => number,
        object?[] elements => elements.Length,
        _ => null,
    };
}

/// <summary>A field that must be given exactly one of some arguments.</summary>
internal sealed record SlicedField(FieldPlan Field, ArgumentPlan[] Arguments)
{
    public bool IsComplete(VariableValues variables)
    {
        var given = Arguments.Count(argument => InputWeights.IsGiven(argument.Literal, variables));
        return given == 1 || (given == 0 && Arguments.Count(argument => argument.Definition.DefaultValue is not null) == 1);
    }
}
