namespace Experiments.Tests.Support;

/// <summary>One node for all tests of a class that leave it as it was: what is refused changes nothing.</summary>
public sealed class SeededNode : IAsyncLifetime
{
    public Node Node { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Node = await Node.StartSeededAsync();

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
