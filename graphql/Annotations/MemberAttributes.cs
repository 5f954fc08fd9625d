namespace GraphQL;

/// <summary>The GraphQL name of a type, field, argument, input field or enum value.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;
}

/// <summary>Leaves a method, property or enum member out of the schema.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>The description, where XML documentation does not give it.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>The description.</summary>
    public string Description => description;
}

/// <summary>Marks what should not be used any more.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>Why, and what to use instead.</summary>
    public string Reason => reason;
}

/// <summary>
/// The default of an argument or input field, as GraphQL text such as <c>{ method: CARD }</c>. Without it the default of the C# parameter
/// is taken, but for null: <c>string? text = null</c> declares no default, since what is not given is null to a method in any case.
/// <c>[GraphQLDefault("null")]</c> declares one that introspection shows.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class GraphQLDefaultAttribute(string value) : Attribute
{
    /// <summary>The text.</summary>
    public string Value => value;
}

/// <summary>The type of a field, argument or input field, as GraphQL text such as <c>[Int!]!</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class GraphQLTypeAttribute(string type) : Attribute
{
    /// <summary>The text.</summary>
    public string Type => type;
}

/// <summary>The parameter is the parent, or for a batch resolver all parents.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;

/// <summary>The method answers for all parents of a level at once: one result each, in their order.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BatchResolverAttribute : Attribute;

/// <summary>
/// The method may run beside other fields of its level: it shares nothing with them. At most
/// <see cref="GraphQLOptions.MaximumParallelism" /> of an operation run at the same time.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ParallelAttribute : Attribute;

/// <summary>The method of a subscription type resolves the field anew for each event of another method's stream.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>The static method of the same class that returns the events, as an <see cref="IAsyncEnumerable{T}" /> or a task of one; it is no field itself.</summary>
    public required string With { get; set; }
}

/// <summary>The parameter of a method with <see cref="SubscribeAttribute" /> is the event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;

/// <summary>The sizes of a connection's pages, where they are not the server's own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UsePagingAttribute : Attribute
{
    /// <summary>Elements when the client does not say; 0 for the server's default.</summary>
    public int DefaultPageSize { get; set; }

    /// <summary>Elements a client may ask for; 0 for the server's default.</summary>
    public int MaximumPageSize { get; set; }
}

/// <summary>The value is a global id: written from a key, or read to one. With names, only ids of these are taken.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class IDAttribute(params string[] names) : Attribute
{
    /// <summary>The names in front of the key; none: any.</summary>
    public IReadOnlyList<string> Names => names;
}

/// <summary>What the error attributes of mutations have in common.</summary>
public abstract class ErrorAttribute : Attribute
{
    private protected ErrorAttribute(Type errorType) => ErrorType = errorType;

    /// <summary>The record of the error.</summary>
    public Type ErrorType { get; }
}

/// <summary>The mutation may fail with this error.</summary>
/// <typeparam name="T">A record derived from <see cref="UserError" />.</typeparam>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ErrorAttribute<T>() : ErrorAttribute(typeof(T))
    where T : UserError;

/// <summary>
/// Who may read the field: somebody signed in, for whom the policy holds. On a class it stands for every method of that class; on the
/// class of an object or interface type also for the properties that become its fields: what several classes of one type say must all hold. What a member says itself (or with
/// <see cref="AllowAnonymousAttribute" />) takes the place of what its class says; several attributes in one place must all hold.
/// The <c>id</c> of a node stays readable, since it is known to whoever has the object.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public sealed class AuthorizeAttribute(string? policy = null) : Attribute
{
    /// <summary>The policy; null for the default one.</summary>
    public string? Policy { get; set; } = policy;
}

/// <summary>Anyone may read the field, or the fields of the class.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class AllowAnonymousAttribute : Attribute;
