namespace GraphQL;

/// <summary>Under which names a GraphQL server can be listened to.</summary>
public static class GraphQLInstrumentation
{
    /// <summary>The <see cref="System.Diagnostics.ActivitySource" /> of its spans.</summary>
    public const string ActivitySourceName = "GraphQL";

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter" /> of its metrics.</summary>
    public const string MeterName = "GraphQL";
}
