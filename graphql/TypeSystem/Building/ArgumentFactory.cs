using System.Reflection;
using GraphQL.Execution.Resolvers;

namespace GraphQL.TypeSystem.Building;

/// <summary>Tells a method's GraphQL arguments from its services and its parent.</summary>
internal sealed class ArgumentFactory(SchemaBuilder builder)
{
    /// <summary>The inputs of a method; null, and errors kept, when a parameter can be none.</summary>
    /// <param name="method">The method.</param>
    /// <param name="where">What errors call it.</param>
    /// <param name="shared">Arguments that the field has already; the method's own come after them.</param>
    public MethodInputs? Read(MethodInfo method, string where, IReadOnlyList<ArgumentDefinition>? shared = null)
    {
        var arguments = new List<ArgumentDefinition>(shared ?? []);
        ParameterInfo? message = null;
        var bindings = new List<InputBinding>();
        int? parent = null;
        int? page = null;
        var isComplete = true;
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.IsDefined(typeof(ParentAttribute)))
                parent = parameter.Position;
            else if (parameter.IsDefined(typeof(EventMessageAttribute)))
            {
                message = parameter;
                bindings.Add(new EventBinding());
            }
            else if (parameter.ParameterType == typeof(PageArguments))
            {
                page = bindings.Count;
                bindings.Add(new PageBinding(0, 0, 0, 0, 0, 0));
            }
            else if (ForService(parameter.ParameterType) is { } service)
                bindings.Add(service);
            else if (Argument(parameter, where) is not { } argument)
                isComplete = false;
            else if (Add(arguments, argument, where) is not { } index)
                isComplete = false;
            else
                bindings.Add(new ArgumentBinding(index, builder.Converters.For(parameter, parameter.ParameterType, where)));
        }

        if (!isComplete)
            return null;
        if (page is null)
            return new MethodInputs(parent, arguments, bindings, IsPaged: false) { Event = message };

        // The paging arguments come last, wherever the parameter stands.
        var first = arguments.Count;
        arguments.AddRange(
        [
            new("first", BuiltInScalars.Int), new("after", BuiltInScalars.String), new("last", BuiltInScalars.Int), new("before", BuiltInScalars.String),
        ]);
        var paging = Annotations.Get<UsePagingAttribute>(method);
        var defaultSize = paging is { DefaultPageSize: > 0 } ? paging.DefaultPageSize : builder.Options.DefaultPageSize;
        var maximumSize = paging is { MaximumPageSize: > 0 } ? paging.MaximumPageSize : builder.Options.MaximumPageSize;
        bindings[page.Value] = new PageBinding(first, first + 1, first + 2, first + 3, defaultSize, maximumSize);
        var size = new ListSize(Math.Min(defaultSize, maximumSize), ["first", "last"], ["edges", "nodes"], RequireOneSlicingArgument: false) { Maximum = maximumSize };
        return new MethodInputs(parent, arguments, bindings, IsPaged: true) { PageSize = size, Event = message };
    }

    /// <summary>How a parameter that is no argument gets its value; null for arguments.</summary>
    public InputBinding? ForService(Type type)
    {
        if (ContextBinding.For(type) is { } context)
            return context;
        return builder.Scalars.Find(type) is null && ClrTypes.ElementOf(type) is null && !type.IsValueType && type != typeof(string) && builder.Services.IsService(type)
            ? new ServiceBinding(type)
            : null;
    }

    // The two methods of a subscription may take the same argument: then they must mean the same by it.
    private int? Add(List<ArgumentDefinition> arguments, ArgumentDefinition argument, string where)
    {
        if (arguments.FindIndex(known => known.Name == argument.Name) is var index and >= 0)
        {
            if (arguments[index].Type == argument.Type && TextOf(arguments[index].DefaultValue) == TextOf(argument.DefaultValue))
                return index;
            builder.Errors.Add($"{where} declares the argument {argument.Name} with another type or default than the field.");
            return null;
        }

        arguments.Add(argument);
        return arguments.Count - 1;
    }

    private static string? TextOf(Language.ValueNode? value) => value is null ? null : Language.GraphQLPrinter.Print(value);

    private ArgumentDefinition? Argument(ParameterInfo parameter, string where)
    {
        var name = Annotations.Get<GraphQLNameAttribute>(parameter)?.Name ?? Naming.Camel(parameter.Name!);
        where = $"{where}({name}:)";
        if (builder.Inputs.Of(parameter, parameter.ParameterType, builder.Nullability.Create(parameter), where) is not { } type)
            return null;
        var declared = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return new ArgumentDefinition(
            name, type, builder.Inputs.DefaultOf(parameter, declared, type, where), builder.Documentation.Of(parameter), Annotations.Deprecation(parameter))
        {
            Cost = Annotations.Cost(parameter),
        };
    }
}

/// <summary>The inputs of a method: the position of the parent, the arguments of the field, and where all other parameters get their values, in order.</summary>
internal sealed record MethodInputs(int? Parent, IReadOnlyList<ArgumentDefinition> Arguments, IReadOnlyList<InputBinding> Bindings, bool IsPaged)
{
    /// <summary>The parameter that takes a subscription's event.</summary>
    public ParameterInfo? Event { get; init; }

    /// <summary>How long the pages of a connection are; null for other fields.</summary>
    public ListSize? PageSize { get; init; }
}
