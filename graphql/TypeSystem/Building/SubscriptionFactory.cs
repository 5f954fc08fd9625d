using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using GraphQL.Execution.Resolvers;
using GraphQL.Subscriptions;

namespace GraphQL.TypeSystem.Building;

/// <summary>Makes the fields of subscriptions: of methods that return their events, and of methods that resolve the events of another one.</summary>
internal sealed class SubscriptionFactory(SchemaBuilder builder)
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo StreamMethod = typeof(SubscriptionFactory).GetMethod(nameof(Stream), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The fields of a class; the methods that others name as the source of their events are none.</summary>
    public IEnumerable<FieldDefinition> Fields(Type type)
    {
        var methods = ClrTypes.FieldMethods(type).ToArray();
        var sources = methods.Select(method => method.GetCustomAttribute<SubscribeAttribute>()?.With).ToHashSet(StringComparer.Ordinal);
        return methods.Where(method => method.IsDefined(typeof(SubscribeAttribute)) || !sources.Contains(method.Name)).Select(FieldOf).OfType<FieldDefinition>();
    }

    /// <summary>Finds the source of a field's events and adds its arguments to the field's; false, and errors kept, where that cannot be.</summary>
    public bool ReadSource(MethodInfo method, string where, ref MethodInputs inputs, [NotNullWhen(true)] out StreamResolver? stream)
    {
        stream = null;
        var name = method.GetCustomAttribute<SubscribeAttribute>()!.With;
        if (method.DeclaringType!.GetMember(name, MemberTypes.Method, AnyStatic) is not [MethodInfo source])
            return Refuse($"{where} subscribes with {name}: {method.DeclaringType.Name} must have one static method of that name.");
        var whereSource = $"{method.DeclaringType.Name}.{name}";
        if (EventsOf(source) is not { } events)
            return Refuse($"{whereSource} is the source of a subscription and must return an IAsyncEnumerable<T>, or a task of one.");
        if (inputs.Event is { } message && !message.ParameterType.IsAssignableFrom(events.Type))
            return Refuse($"{where} takes events of type {message.ParameterType.Name}, which {events.Type.Name} is not.");
        if (ReadStream(source, whereSource, inputs.Arguments) is not { } sourceInputs)
            return false;

        inputs = inputs with { Arguments = sourceInputs.Arguments };
        stream = Create(source, sourceInputs, events.Type);
        return true;
    }

    private FieldDefinition? FieldOf(MethodInfo method)
    {
        var type = method.DeclaringType!;
        var where = $"{type.Name}.{method.Name}";
        var events = EventsOf(method);
        if (method.IsDefined(typeof(SubscribeAttribute)))
        {
            if (events is null)
                return builder.Fields.FromMethod(method, typeof(object), FieldOwner.Subscription, [type]);
            Refuse($"{where} returns events itself and must not subscribe with another method.");
            return null;
        }

        if (events is not null)
            return FromStream(method, where, events.Value);
        Refuse($"{where} must return an IAsyncEnumerable<T>, or name the method that does: [Subscribe(With = …)].");
        return null;
    }

    // The event is the field's value: nothing is called for it.
    private FieldDefinition? FromStream(MethodInfo method, string where, ResultType events)
    {
        if (ReadStream(method, where, []) is not { } inputs || builder.Fields.TypeOf(method, events, where) is not { } type)
            return null;
        var parent = Expression.Parameter(typeof(SubscriptionEvent), "event");
        var value = Expression.Convert(Expression.Property(parent, nameof(SubscriptionEvent.Value)), events.Type);
        return new FieldDefinition(
            FieldFactory.NameOf(method), type, inputs.Arguments, builder.Documentation.Of(method), Annotations.Deprecation(method))
        {
            Resolver = new PureResolver(Expression.Lambda(value, parent)),
            Stream = Create(method, inputs, events.Type),
            Authorization = Annotations.Authorization(method, [method.DeclaringType!]),
            ToScalar = builder.Fields.ConversionOf(method, events.Type, type, where),
        };
    }

    private MethodInputs? ReadStream(MethodInfo method, string where, IReadOnlyList<ArgumentDefinition> shared)
    {
        var inputs = builder.Arguments.Read(method, where, shared);
        if (inputs is null or { Parent: null, Event: null, IsPaged: false })
            return inputs;
        Refuse($"{where} returns the events of a subscription: it can take no parent, no event and no page.");
        return null;
    }

    /// <summary>What the events are that a method returns; null for a method that returns none.</summary>
    private ResultType? EventsOf(MethodInfo method)
    {
        var returned = new ResultType(method.ReturnType, builder.Nullability.Create(method.ReturnParameter));
        if (ClrTypes.IsTask(returned.Type))
            returned = returned.Argument;
        return ClrTypes.IsGeneric(returned.Type, typeof(IAsyncEnumerable<>)) ? returned.Argument : null;
    }

    private bool Refuse(string error)
    {
        builder.Errors.Add(error);
        return false;
    }

    private static StreamResolver Create(MethodInfo method, MethodInputs inputs, Type eventType) =>
        (StreamResolver)StreamMethod.MakeGenericMethod(eventType).Invoke(null, [method, inputs])!;

    private static StreamResolver<T> Stream<T>(MethodInfo method, MethodInputs inputs) => new([.. inputs.Bindings], new(() =>
    {
        var values = Expression.Parameter(typeof(object[]), "inputs");
        return Expression.Lambda<Func<object?[], ValueTask<IAsyncEnumerable<T>>>>(
            ResolverFactory.AsValueTask(ResolverFactory.Call(method, null, null, values)), values).Compile();
    }));
}
