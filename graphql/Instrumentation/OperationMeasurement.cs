using System.Diagnostics;
using System.Text;
using GraphQL.Language;
using GraphQL.Requests;

namespace GraphQL.Instrumentation;

/// <summary>One request while somebody listens: its span, its duration and its errors, until it is disposed.</summary>
internal sealed class OperationMeasurement : IDisposable
{
    private readonly Instruments instruments;
    private readonly long? begin;
    private readonly Activity? activity;
    private readonly bool isEvent;
    private OperationDefinitionNode? operation;
    private string? documentId;
    private bool isCounted;
    private bool isDisposed;
    private int errors;
    private string? error;

    public OperationMeasurement(Instruments instruments, long? begin, bool isEvent)
    {
        this.isEvent = isEvent;
        this.instruments = instruments;
        this.begin = begin;
        activity = isEvent ? instruments.Source.StartActivity("GraphQL Subscription Event") : instruments.Source.StartActivity("GraphQL Operation", ActivityKind.Server);
        activity?.SetTag(AttributeNames.ProcessingType, isEvent ? "execute" : "request");
    }

    /// <summary>What came. Of a document's id only one that was found is told.</summary>
    public void Read(in GraphQLRequest request)
    {
        documentId = request.DocumentId;
        if (instruments.Options.IncludeDocument && activity is { IsAllDataRequested: true } && !request.Query.IsEmpty)
            activity.SetTag(AttributeNames.Document, Encoding.UTF8.GetString(request.Query.Span));
    }

    /// <summary>The operation was found in its document.</summary>
    public void Identify(OperationDefinitionNode found)
    {
        if (operation is not null)
            return;
        operation = found;
        isCounted = !isEvent && instruments.Entered(Tags(null));
        if (activity is null)
            return;
        var type = Instruments.TypeOf(found.Kind);
        if (!isEvent)
            activity.DisplayName = instruments.Bounded(found.Name) is { } name && name != AttributeNames.OtherOperation ? $"{type} {name}" : type;
        activity.SetTag(AttributeNames.OperationType, type);
        if (found.Name is not null)
            activity.SetTag(AttributeNames.OperationName, found.Name);
        if (documentId is not null)
            activity.SetTag(AttributeNames.DocumentId, documentId);
    }

    /// <summary>The operation was priced and may run.</summary>
    public void Priced(double fieldCost) => instruments.Priced(fieldCost, Tags(null));

    /// <summary>The response has these errors.</summary>
    public void Fail(IReadOnlyList<GraphQLError> found)
    {
        foreach (var one in found)
        {
            error ??= one.Code ?? AttributeNames.OtherError;
            if (errors++ < instruments.Options.MaximumErrorEvents && activity is { IsAllDataRequested: true })
                activity.AddEvent(EventOf(one));
        }
    }

    /// <summary>Nothing was executed.</summary>
    public void Refuse(IReadOnlyList<GraphQLError> found)
    {
        Fail(found);
        instruments.Refused(error);
    }

    /// <summary>There is no response: the client left, or something is broken.</summary>
    public void Throw(Exception exception) => error ??= exception.GetType().FullName;

    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        if (isCounted)
            instruments.Left(Tags(null));
        if (isEvent)
            instruments.AnsweredEvent(begin, Tags(error));
        else
            instruments.Answered(begin, errors, Tags(null), Tags(error));
        if (activity is null)
            return;
        if (error is not null)
            activity.SetTag(AttributeNames.ErrorType, error).SetStatus(ActivityStatusCode.Error);
        if (errors > 0)
            activity.SetTag(AttributeNames.ErrorCount, errors);
        activity.Dispose();
    }

    private TagList Tags(string? errorType)
    {
        var tags = new TagList();
        if (operation is not null)
            tags.Add(AttributeNames.OperationType, Instruments.TypeOf(operation.Kind));
        if (instruments.Bounded(operation?.Name) is { } name)
            tags.Add(AttributeNames.OperationName, name);
        if (errorType is not null)
            tags.Add(AttributeNames.ErrorType, errorType);
        return tags;
    }

    private ActivityEvent EventOf(GraphQLError one)
    {
        var tags = new ActivityTagsCollection();
        if (instruments.Options.IncludeDocument)
            tags.Add(AttributeNames.ErrorMessage, one.Message);
        if (one.Code is { } code)
            tags.Add(AttributeNames.ErrorCode, code);
        if (one.Path is { Count: > 0 } path)
            tags.Add(AttributeNames.FieldPath, Text(path));
        return new ActivityEvent(AttributeNames.ErrorEvent, tags: tags);
    }

    private static string Text(IReadOnlyList<object> path)
    {
        var text = new StringBuilder();
        foreach (var part in path)
        {
            if (part is int index)
                text.Append('[').Append(index).Append(']');
            else
                text.Append(text.Length == 0 ? "" : ".").Append(part);
        }

        return text.ToString();
    }
}
