using System.Linq.Expressions;

namespace GraphQL.Execution.Resolvers;

/// <summary>How a field gets its values.</summary>
internal abstract class FieldResolver
{
    /// <summary>The C# type of the parents.</summary>
    public abstract Type ParentType { get; }

    /// <summary>The C# type of one parent's value.</summary>
    public abstract Type ValueType { get; }
}

/// <summary>A field read straight from its parent: no service, no argument, nothing to wait for.</summary>
internal sealed class PureResolver(LambdaExpression getter) : FieldResolver
{
    public LambdaExpression Getter => getter;

    public override Type ParentType => getter.Parameters[0].Type;

    public override Type ValueType => getter.ReturnType;

    public static PureResolver Of<TParent, TValue>(Expression<Func<TParent, TValue>> getter) => new(getter);
}
