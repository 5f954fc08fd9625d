namespace GraphQL.Execution.Resolvers;

/// <summary>Where the events of a subscription's field come from.</summary>
internal abstract class StreamResolver
{
    /// <summary>The C# type of the events.</summary>
    public abstract Type EventType { get; }

    /// <summary>Subscribes; the events can be read when this has ended.</summary>
    public abstract ValueTask<IAsyncEnumerator<object?>> SubscribeAsync(FieldCall call);
}

/// <summary>A method that returns a stream of events.</summary>
internal sealed class StreamResolver<T>(InputBinding[] bindings, Lazy<Func<object?[], ValueTask<IAsyncEnumerable<T>>>> method) : StreamResolver
{
    public override Type EventType => typeof(T);

    public override async ValueTask<IAsyncEnumerator<object?>> SubscribeAsync(FieldCall call) =>
        new Reader(await method.Value(InputBinding.GetAll(bindings, call)), call.Cancellation);

    /// <summary>Reads a stream; one that is left before anything was read of it is disposed all the same, where it can be.</summary>
    private sealed class Reader(IAsyncEnumerable<T> events, CancellationToken cancellation) : IAsyncEnumerator<object?>
    {
        private IAsyncEnumerator<T>? enumerator;

        public object? Current => enumerator!.Current;

        public ValueTask<bool> MoveNextAsync() => (enumerator ??= events.GetAsyncEnumerator(cancellation)).MoveNextAsync();

        public ValueTask DisposeAsync() => ((enumerator as IAsyncDisposable) ?? events as IAsyncDisposable)?.DisposeAsync() ?? default;
    }
}
