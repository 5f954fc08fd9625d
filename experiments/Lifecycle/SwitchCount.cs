namespace Experiments.Lifecycle;

/// <summary>Counts units that would get another variant, and what was promised to them and is still open.</summary>
internal sealed class SwitchCount(IHostFlag? host)
{
    private const int Batch = 5_000;
    private readonly Dictionary<(string From, string To), int> moves = [];
    private readonly List<string> switching = [];

    internal int Units { get; private set; }

    internal int Switching => moves.Values.Sum();

    internal int OpenQuotes { get; private set; }

    internal IReadOnlyList<VariantMove> Moves =>
    [
        .. moves.Select(move => new VariantMove(move.Key.From, move.Key.To, move.Value))
            .OrderByDescending(move => move.Units).ThenBy(move => move.From, StringComparer.Ordinal).ThenBy(move => move.To, StringComparer.Ordinal),
    ];

    internal async ValueTask AddAsync(string unit, string from, string to, CancellationToken cancellation)
    {
        Units++;
        if (from == to)
            return;
        moves[(from, to)] = moves.GetValueOrDefault((from, to)) + 1;
        if (host is null)
            return;
        switching.Add(unit);
        if (switching.Count == Batch)
            await AskAsync(host, cancellation);
    }

    /// <summary>Asks for what waits to be asked for; the counts are whole afterwards.</summary>
    internal async Task EndAsync(CancellationToken cancellation)
    {
        if (host is not null && switching.Count > 0)
            await AskAsync(host, cancellation);
    }

    private async Task AskAsync(IHostFlag asked, CancellationToken cancellation)
    {
        OpenQuotes += await asked.OpenQuotesAsync(switching, cancellation);
        switching.Clear();
    }
}
