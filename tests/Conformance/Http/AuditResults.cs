using Testing;

namespace Conformance.Tests.Http;

/// <summary>All audits, made once against the real host.</summary>
public sealed class AuditResults : IAsyncLifetime
{
    private Dictionary<string, Audit> audits = [];

    public int Count => audits.Count;

    public async ValueTask InitializeAsync()
    {
        await using var host = await TestHost.StartAsync();
        audits = (await Audit.MakeAsync(host)).ToDictionary(audit => audit.Id, StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal Audit this[string id] => audits[id];
}
