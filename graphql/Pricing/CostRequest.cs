using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Pricing;

/// <summary>What a request wants to know of its price.</summary>
internal enum CostRequest
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The answer, and what it cost.</summary>
    Report,

    /// <summary>What the answer would cost; nothing runs.</summary>
    Validate,
}

/// <summary>Reads how a request asks for its price: by the header that HotChocolate knows as well or, where there are no headers, by <c>extensions.cost</c>.</summary>
internal static class CostRequests
{
    public const string Header = "GraphQL-Cost";

    public static CostRequest Of(HttpContext context) => context.Request.Headers[Header] is [{ } value] ? Of(value) : CostRequest.None;

    public static CostRequest Of(CostRequest header, JsonElement extensions) =>
        header == CostRequest.None
        && extensions.ValueKind == JsonValueKind.Object
        && extensions.TryGetProperty("cost", out var cost)
        && cost.ValueKind == JsonValueKind.String
            ? Of(cost.GetString()!)
            : header;

    private static CostRequest Of(string value) => value.Trim().ToLowerInvariant() switch
    {
        "report" => CostRequest.Report,
        "validate" => CostRequest.Validate,
        _ => CostRequest.None,
    };
}
