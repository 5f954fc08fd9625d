using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphQL.Hosting;

/// <summary>What each option may be: a limit of nought or below would be found out by the first client instead.</summary>
internal sealed class OptionRanges
{
    private readonly List<string> errors = [];

    /// <summary>Fails with everything that is wrong.</summary>
    public static void Check(GraphQLOptions options)
    {
        var ranges = new OptionRanges();
        ranges.CheckDocuments(options);
        ranges.CheckRequests(options);
        if (ranges.errors.Count > 0)
            throw new GraphQLOptionsException(ranges.errors);
    }

    private void CheckDocuments(GraphQLOptions options)
    {
        // The parser nests no deeper than 200, whatever is allowed here.
        Between(options.MaximumDepth, 1, 200);
        Between(options.MaximumTokens, 1, int.MaxValue);
        Between(options.MaximumAliases, 0, int.MaxValue);
        Between(options.MaximumDirectives, 0, int.MaxValue);
        Between(options.MaximumFieldCost, 0, double.MaxValue);
        Between(options.MaximumTypeCost, 0, double.MaxValue);
        Between(options.AssumedListSize, 0, int.MaxValue);
        Between(options.MaximumListItems, 1, int.MaxValue);
        Between(options.DocumentCacheSize, 0, int.MaxValue);
        Between(options.DocumentCacheMemory, 0, long.MaxValue);
        Between(options.PersistedDocumentMemory, 0, long.MaxValue);
    }

    private void CheckRequests(GraphQLOptions options)
    {
        Between(options.MaximumPageSize, 1, int.MaxValue);
        Between(options.DefaultPageSize, 1, Math.Max(1, options.MaximumPageSize));
        Between(options.MaximumNodes, 1, int.MaxValue);
        // A body is read into one piece of memory.
        Between(options.MaximumRequestSize, 1, 1L << 30);
        Between(options.MaximumBatchSize, 0, 1_000);
        Between(options.TopicBufferSize, 1, int.MaxValue);
        Between(options.MaximumResponseSize, 1, 1L << 30);
        Between(options.MaximumValues, 1, long.MaxValue);
        Between(options.MaximumSockets, 0, int.MaxValue);
        Between(options.MaximumSocketOperations, 1, int.MaxValue);
        Between(options.Instrumentation.MaximumErrorEvents, 0, int.MaxValue);
        Interval(options.KeepAliveInterval, nameof(options.KeepAliveInterval));
        Interval(options.SocketInitTimeout, nameof(options.SocketInitTimeout));
        Interval(options.ExecutionTimeout, nameof(options.ExecutionTimeout));
        if (!Enum.IsDefined(options.GetRequestProtection))
            errors.Add($"{nameof(options.GetRequestProtection)} must be {string.Join(", ", Enum.GetNames<GetRequestProtection>())}, not {options.GetRequestProtection}.");
    }

    private void Interval(TimeSpan interval, string name)
    {
        if (interval != Timeout.InfiniteTimeSpan)
            Between(interval.TotalMilliseconds, 1, int.MaxValue, name + " in milliseconds");
    }

    private void Between<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : INumber<T>, IMinMaxValue<T>
    {
        if (value >= least && value <= most)
            return;
        var name = expression[(expression.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var range = most == T.MaxValue ? $"at least {least}" : string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be {range}, not {value}."));
    }
}
