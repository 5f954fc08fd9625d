using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>When a field is part of the answer: one of several alternatives holds, each a conjunction of variables.</summary>
/// <param name="Alternatives">One for each place in the document that selects the field.</param>
internal sealed record Condition(ConditionTerm[][] Alternatives)
{
    public bool Holds(VariableValues variables)
    {
        foreach (var alternative in Alternatives)
        {
            if (Array.TrueForAll(alternative, term => variables.Get(term.Variable) is bool value && value == term.Expected))
                return true;
        }

        return false;
    }
}

/// <summary>A variable of <c>@include</c> (expected true) or <c>@skip</c> (expected false).</summary>
internal readonly record struct ConditionTerm(string Variable, bool Expected);
