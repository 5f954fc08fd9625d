using System.Linq.Expressions;

namespace GraphQL.TypeSystem.Building;

/// <summary>Which scalar stands for which C# type, and how values go from one to the other.</summary>
internal sealed class ScalarBindings
{
    private readonly Dictionary<Type, ScalarBinding> bindings = [];
    private readonly Dictionary<string, ScalarType> byName = new(StringComparer.Ordinal);

    public ScalarBindings()
    {
        foreach (var scalar in BuiltInScalars.All)
            byName[scalar.Name] = scalar;
        foreach (var scalar in BuiltInScalars.All.Where(scalar => scalar != BuiltInScalars.Id))
            bindings[scalar.RuntimeType] = new ScalarBinding(scalar, null, null);
        Bind(BuiltInScalars.Int, (short value) => value, value => checked((short)value));
        Bind(BuiltInScalars.Int, (ushort value) => value, value => checked((ushort)value));
        Bind(BuiltInScalars.Int, (byte value) => value, value => checked((byte)value));
        Bind(BuiltInScalars.Float, (float value) => value, value => (float)value);
        Bind(BuiltInScalars.Id, (GlobalId value) => value.ToString(), _ => default);
    }

    public void Add(ScalarType scalar)
    {
        byName[scalar.Name] = scalar;
        bindings[scalar.RuntimeType] = new ScalarBinding(scalar, null, null);
    }

    /// <summary>Writes and reads a C# type as the scalar of another one.</summary>
    public void Bind<TRuntime, TScalar>(ScalarType<TScalar> scalar, Expression<Func<TRuntime, TScalar>> toScalar, Func<TScalar, TRuntime> fromScalar)
        where TScalar : notnull =>
        bindings[typeof(TRuntime)] = new ScalarBinding(scalar, toScalar, value => fromScalar((TScalar)value));

    public ScalarBinding? Find(Type type) => bindings.GetValueOrDefault(type);

    public ScalarType? Find(string name) => byName.GetValueOrDefault(name);
}

/// <summary>A scalar for a C# type.</summary>
/// <param name="Scalar">The scalar.</param>
/// <param name="ToScalar">From the C# type to the scalar's own; null where they are the same.</param>
/// <param name="FromScalar">The way back.</param>
internal sealed record ScalarBinding(ScalarType Scalar, LambdaExpression? ToScalar, Func<object, object?>? FromScalar);
