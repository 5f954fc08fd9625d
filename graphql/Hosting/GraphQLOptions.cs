using GraphQL.Language;

namespace GraphQL;

/// <summary>The limits and choices of a GraphQL server.</summary>
public sealed class GraphQLOptions
{
    /// <summary>Nesting of fields in a document; introspection is exempt. Default 15.</summary>
    public int MaximumDepth { get; set; } = 15;

    /// <summary>Fields with an alias in a document. Default 500.</summary>
    public int MaximumAliases { get; set; } = 500;

    /// <summary>Tokens in a document. Default 10,000.</summary>
    public int MaximumTokens { get; set; } = 10_000;

    /// <summary>Directives in a document. Default 500.</summary>
    public int MaximumDirectives { get; set; } = 500;

    /// <summary>Elements of a connection's page when the client does not say. Default 20.</summary>
    public int DefaultPageSize { get; set; } = 20;

    /// <summary>Elements a client may ask of a connection. Default 100.</summary>
    public int MaximumPageSize { get; set; } = 100;

    /// <summary>Ids a client may give to <c>nodes</c>. Default 100.</summary>
    public int MaximumNodes { get; set; } = 100;

    /// <summary>
    /// What the fields of an operation may cost together: 10 for each call of a resolver that waits or uses a service, 1 for each parent
    /// of a batch resolver and for each object, 0 for each scalar, or as <see cref="CostAttribute" /> says. Default 50,000.
    /// </summary>
    public double MaximumFieldCost { get; set; } = 50_000;

    /// <summary>What the objects of an answer may cost together: 1 each, or as <see cref="CostAttribute" /> says. Default 50,000.</summary>
    public double MaximumTypeCost { get; set; } = 50_000;

    /// <summary>Whether operations beyond the cost limits are refused; where they are not, the cost is only reported to who asks. Default true.</summary>
    public bool EnforceCostLimits { get; set; } = true;

    /// <summary>Elements of a list whose length nothing tells, for the cost. Default 10.</summary>
    public int AssumedListSize { get; set; } = 10;

    /// <summary>
    /// Elements of one list in the values that a request gives, in its document or its variables. Default 1,000.
    /// How deep variables nest is limited by the reading of their JSON.
    /// </summary>
    public int MaximumListItems { get; set; } = 1_000;

    /// <summary>Bytes of a request's body, and of a message on a socket. Default 1 MiB.</summary>
    public long MaximumRequestSize { get; set; } = 1024 * 1024;

    /// <summary>
    /// Requests that one POST may hold as an array. They run one after another, each within its own limits, and are answered in order, always
    /// with status 200. Default 10, which is what Apollo's batching link sends at most; 0 serves no batches.
    /// </summary>
    public int MaximumBatchSize { get; set; } = 10;

    /// <summary>
    /// Which queries by GET must prove that no page of another site made a browser send them. Mutations are never run by GET, and a POST
    /// always needs a content type for which browsers ask first. Default <see cref="GetRequestProtection.RefuseCrossSite" />.
    /// </summary>
    public GetRequestProtection GetRequestProtection { get; set; } = GetRequestProtection.RefuseCrossSite;

    /// <summary>Bytes of one operation's response. Default 64 MiB; an operation that would answer more ends with an error.</summary>
    public long MaximumResponseSize { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// Values that one operation may resolve: each field that calls a resolver counts once for each of its parents, fields of the schema's
    /// own among them, which cost nothing otherwise. Default 1,000,000.
    /// </summary>
    public long MaximumValues { get; set; } = 1_000_000;

    /// <summary>Sockets that may be open at once; another one is refused with 503. Default 10,000.</summary>
    public int MaximumSockets { get; set; } = 10_000;

    /// <summary>How long an operation may take. Default 30 seconds; <see cref="Timeout.InfiniteTimeSpan" /> for no limit.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Messages of a topic that wait for one subscription while its client is slow. Default 64. When they are full, the oldest is dropped
    /// for the newest: what a subscription tells last is the latest there is.
    /// </summary>
    public int TopicBufferSize { get; set; } = 64;

    /// <summary>Operations that may run on one socket at the same time. Default 50.</summary>
    public int MaximumSocketOperations { get; set; } = 50;

    /// <summary>How long a client that has opened a socket may wait with its <c>connection_init</c>. Default 10 seconds.</summary>
    public TimeSpan SocketInitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often sockets are pinged and silent event streams get a comment. A socket whose client takes no ping, or does not answer until the
    /// next one is due, is closed. Default 15 seconds; <see cref="Timeout.InfiniteTimeSpan" /> for never.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Headers that a socket's <c>connection_init</c> may bring, in its payload or in an object named <c>headers</c> there: they are put on the request
    /// that opened the socket. Default: Authorization alone.
    /// </summary>
    public IList<string> SocketHeaders { get; } = ["Authorization"];

    /// <summary>
    /// Origins whose pages may open sockets, such as <c>https://app.example</c>, or <c>*</c> for all; pages of the host itself always may. Default: none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Resolvers marked <see cref="ParallelAttribute" /> that one operation runs at the same time. Default twice the number of processors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public int MaximumParallelism
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = Environment.ProcessorCount * 2;

    /// <summary>Documents kept parsed, validated and planned. Default 1,000.</summary>
    public int DocumentCacheSize { get; set; } = 1_000;

    /// <summary>Bytes that the documents kept may take with their plans, by estimate. Default 64 MiB; one that needs more than half of it is not kept.</summary>
    public long DocumentCacheMemory { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Whether clients may make documents known once and ask for them by their hash afterwards (automatic persisted queries). They are kept
    /// in <see cref="IPersistedDocumentStorage" />. Default true.
    /// </summary>
    public bool EnableAutomaticPersistedQueries { get; set; } = true;

    /// <summary>
    /// Whether only the documents named by <see cref="GraphQLServerBuilder.AddTrustedDocuments" /> are run, asked for by their id or sent with
    /// their text. Default false.
    /// </summary>
    public bool OnlyTrustedDocuments { get; set; }

    /// <summary>The authorization policy whose users may send any document all the same; null: nobody may. Default null.</summary>
    public string? AnyDocumentPolicy { get; set; }

    /// <summary>Bytes of memory for automatically persisted documents, where the host brings no storage of its own. Default 16 MiB.</summary>
    public long PersistedDocumentMemory { get; set; } = 16 * 1024 * 1024;

    /// <summary>Whether clients may ask for the schema; where they may not, errors do not suggest names either. Default true.</summary>
    public bool EnableIntrospection { get; set; } = true;

    /// <summary>
    /// The authorization policy that must hold for whoever asks for the schema; to all others errors do not suggest names either.
    /// Default null: <see cref="EnableIntrospection" /> decides for all. With a policy that option says nothing.
    /// </summary>
    public string? IntrospectionPolicy { get; set; }

    /// <summary>Whether browsers get GraphiQL at the endpoint. Default true.</summary>
    public bool EnableGraphiQL { get; set; } = true;

    /// <summary>What spans and metrics say.</summary>
    public InstrumentationOptions Instrumentation { get; } = new();

    /// <summary>Makes the payload error of a mutation that the user may not call, from a message; null: the refusal is a GraphQL error.</summary>
    public Func<string, UserError>? ForbiddenError { get; set; }

    /// <summary>The limits that hold while a document is read.</summary>
    internal ParserOptions Parsing => new() { MaximumTokens = MaximumTokens, MaximumAliases = MaximumAliases, MaximumDirectives = MaximumDirectives };
}
