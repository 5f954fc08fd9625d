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

/// <summary>Reads the header by which HotChocolate's clients ask as well.</summary>
internal static class CostHeader
{
    public const string Name = "GraphQL-Cost";

    public static CostRequest Of(HttpContext context)
    {
        if (context.Request.Headers[Name] is not [{ } value])
            return CostRequest.None;
        return value.Trim().ToLowerInvariant() switch
        {
            "report" => CostRequest.Report,
            "validate" => CostRequest.Validate,
            _ => CostRequest.None,
        };
    }
}
