using System.Text.Json;
using GraphQL.PersistedDocuments;
using GraphQL.Requests;

namespace GraphQL.Transport;

/// <summary>The parameters of one request while they are read. Each may be given once: of two, what stands between client and server may have read the other.</summary>
internal struct RequestParameters
{
    private Names seen;

    [Flags]
    public enum Names
    {
        None = 0,
        Query = 1,
        OperationName = 2,
        Variables = 4,
        Extensions = 8,
        DocumentId = 16,
    }

    public ReadOnlyMemory<byte> Query { get; set; }

    public string? OperationName { get; set; }

    public string? DocumentId { get; set; }

    public JsonElement Variables { get; set; }

    public JsonElement Extensions { get; set; }

    public bool HasQuery { get; set; }

    public static string TextOf(Names name) => name switch
    {
        Names.Query => "query",
        Names.OperationName => "operationName",
        Names.Variables => "variables",
        Names.Extensions => "extensions",
        Names.DocumentId => "documentId",
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public void See(Names name)
    {
        if ((seen & name) != Names.None)
            throw new BadRequestException($"Parameter \"{TextOf(name)}\" is given twice.");
        seen |= name;
    }

    public readonly GraphQLRequest ToRequest()
    {
        var hash = PersistedQueryExtension.HashOf(Extensions);
        // The appendix on persisted documents knows no request that has both; which of them would run is nobody's guess.
        if (DocumentId is not null && HasQuery)
            throw new BadRequestException("Send either \"query\" or \"documentId\".");
        if (!HasQuery && DocumentId is null && hash is null)
            throw new BadRequestException("Parameter \"query\" is missing.");
        return new GraphQLRequest(Query, string.IsNullOrEmpty(OperationName) ? null : OperationName, Variables)
        {
            DocumentId = DocumentId,
            PersistedQueryHash = hash,
            Extensions = Extensions,
        };
    }
}
