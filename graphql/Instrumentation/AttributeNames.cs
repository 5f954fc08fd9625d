namespace GraphQL.Instrumentation;

/// <summary>
/// The names of attributes. Published in OpenTelemetry's conventions: the document, the operation's name and type, and error.type. In the
/// draft that is to replace them: processing, the document's id, error, field and selection. This library's own: those at the end.
/// </summary>
internal static class AttributeNames
{
    public const string Document = "graphql.document";
    public const string OperationName = "graphql.operation.name";
    public const string OperationType = "graphql.operation.type";
    public const string ErrorType = "error.type";

    public const string ProcessingType = "graphql.processing.type";
    public const string DocumentId = "graphql.document.id";
    public const string ErrorCount = "graphql.error.count";
    public const string ErrorEvent = "graphql.error";
    public const string ErrorMessage = "graphql.error.message";
    public const string ErrorCode = "graphql.error.code";
    public const string FieldPath = "graphql.field.path";
    public const string SelectionName = "graphql.selection.name";
    public const string FieldName = "graphql.selection.field.name";
    public const string ParentType = "graphql.selection.field.parent_type";
    public const string Coordinate = "graphql.selection.field.coordinate";

    public const string ParentCount = "graphql.selection.parent_count";
    public const string CacheResult = "graphql.document_cache.result";

    /// <summary>The value of <see cref="ErrorType" /> where nothing better is known, and of an operation's name that metrics must not carry.</summary>
    public const string OtherError = "_OTHER";

    public const string OtherOperation = "other";
}
