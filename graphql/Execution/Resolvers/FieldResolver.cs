using System.Linq.Expressions;

namespace GraphQL.Execution.Resolvers;

/// <summary>How a field gets its values.</summary>
internal abstract class FieldResolver
{
    /// <summary>The C# type of the parents.</summary>
    public abstract Type ParentType { get; }

    /// <summary>The C# type of one parent's value.</summary>
    public abstract Type ValueType { get; }

    /// <summary>What the field weighs in the price of an operation; null where that depends on its type alone.</summary>
    public virtual double? DefaultWeight => null;
}

/// <summary>A field read straight from its parent: no service, no argument, nothing to wait for.</summary>
internal sealed class PureResolver(LambdaExpression getter) : FieldResolver
{
    public LambdaExpression Getter => getter;

    public override Type ParentType => getter.Parameters[0].Type;

    public override Type ValueType => getter.ReturnType;

    /// <summary>The reading of the field from a parent known as an object.</summary>
    public Expression Read(ParameterExpression parent) => new ParameterReplacer(getter.Parameters[0], Expression.Convert(parent, ParentType)).Visit(getter.Body);

    public static PureResolver Of<TParent, TValue>(Expression<Func<TParent, TValue>> getter) => new(getter);
}

/// <summary>Puts an expression in the place of a lambda's parameter.</summary>
internal sealed class ParameterReplacer(ParameterExpression parameter, Expression replacement) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? replacement : base.VisitParameter(node);
}
