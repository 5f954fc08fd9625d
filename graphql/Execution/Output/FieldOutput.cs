using System.Linq.Expressions;
using GraphQL.Execution.Resolvers;
using GraphQL.TypeSystem;

namespace GraphQL.Execution.Output;

/// <summary>The compiled ways to read and write a field; each is made when a plan first needs it.</summary>
internal sealed class FieldOutput
{
    private readonly Lazy<PureScalarWriter> pureScalar;
    private readonly Lazy<PureListWriter> pureList;
    private readonly Lazy<Func<object, object?>> @object;
    private readonly Lazy<Delegate> value;

    public FieldOutput(FieldDefinition field)
    {
        pureScalar = new(() => ScalarCompiler.Pure(field, (PureResolver)field.Resolver!));
        pureList = new(() => ListCompiler.Pure(field, (PureResolver)field.Resolver!));
        @object = new(() => Getter((PureResolver)field.Resolver!));
        value = new(() => field.Type.Nullable is ListType
            ? ListCompiler.Writer(field.Resolver!.ValueType, field.Type, field.ToScalar)
            : ScalarCompiler.Value(field, field.Resolver!.ValueType));
    }

    /// <summary>Reads a scalar from its parent and writes it.</summary>
    public PureScalarWriter PureScalar => pureScalar.Value;

    /// <summary>Reads a list of scalars from its parent and writes it.</summary>
    public PureListWriter PureList => pureList.Value;

    /// <summary>Reads an object, or a list of objects, from its parent.</summary>
    public Func<object, object?> Object => @object.Value;

    /// <summary>Writes a value of a column: a <see cref="ScalarWriter{T}" /> or an <see cref="ElementWriter{T}" />.</summary>
    public Delegate Value => value.Value;

    private static Func<object, object?> Getter(PureResolver resolver)
    {
        var parent = Expression.Parameter(typeof(object), "parent");
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(resolver.Read(parent), typeof(object)), parent).Compile();
    }
}
