using System.Security.Claims;
using GraphQL.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Execution.Resolvers;

/// <summary>Where a parameter of a resolver, other than the parent, gets its value; asked once per call, not once per parent.</summary>
internal abstract class InputBinding
{
    public abstract object? Get(FieldCall call);

    public static object?[] GetAll(InputBinding[] bindings, FieldCall call)
    {
        if (bindings.Length == 0)
            return [];
        var inputs = new object?[bindings.Length];
        for (var index = 0; index < inputs.Length; index++)
            inputs[index] = bindings[index].Get(call);
        return inputs;
    }
}

internal sealed class ServiceBinding(Type type) : InputBinding
{
    public override object Get(FieldCall call) => call.State.Services.GetRequiredService(type);
}

internal sealed class ContextBinding(Func<FieldCall, object?> get) : InputBinding
{
    public static ContextBinding? For(Type type) =>
        type == typeof(CancellationToken) ? new(call => call.Cancellation)
        : type == typeof(ClaimsPrincipal) ? new(call => call.State.User)
        : type == typeof(HttpContext) ? new(call => call.State.HttpContext)
        : type == typeof(IServiceProvider) ? new(call => call.State.Services)
        : type == typeof(ResolverContext) ? new(call => new ResolverContext(call))
        : null;

    public override object? Get(FieldCall call) => get(call);
}

/// <summary>The event that a subscription's operation is run for.</summary>
internal sealed class EventBinding : InputBinding
{
    public override object? Get(FieldCall call) => ((SubscriptionEvent)call.State.Root).Value;
}

/// <summary>An argument, made into the C# type of its parameter.</summary>
internal sealed class ArgumentBinding(int index, Func<object?, object?> convert) : InputBinding
{
    public override object? Get(FieldCall call) => convert(call.Arguments[index]);
}

/// <summary>The four arguments of a connection, checked.</summary>
internal sealed class PageBinding(int first, int after, int last, int before, int defaultSize, int maximumSize) : InputBinding
{
    public override object Get(FieldCall call) => PageArguments.Create(
        (int?)call.Arguments[first],
        (string?)call.Arguments[after],
        (int?)call.Arguments[last],
        (string?)call.Arguments[before],
        defaultSize,
        maximumSize);
}
