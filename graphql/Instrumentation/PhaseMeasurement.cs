using System.Diagnostics;
using GraphQL.Language;

namespace GraphQL.Instrumentation;

/// <summary>A part of a request's way.</summary>
internal enum Phase
{
    Parse,
    Validate,
    Plan,
    VariableCoercion,
    Execute,
}

/// <summary>One phase of a request while somebody listens: a span and a duration, until it is disposed.</summary>
internal sealed class PhaseMeasurement : IDisposable
{
    private readonly Instruments instruments;
    private readonly Phase phase;
    private readonly long? begin;
    private readonly Activity? activity;
    private string? operationType;
    private string? error;

    public PhaseMeasurement(Instruments instruments, Phase phase, long? begin)
    {
        this.instruments = instruments;
        this.phase = phase;
        this.begin = begin;
        activity = instruments.Source.StartActivity(SpanName(phase));
        activity?.SetTag(AttributeNames.ProcessingType, NameOf(phase));
    }

    public void Of(OperationDefinitionNode operation)
    {
        operationType = Instruments.TypeOf(operation.Kind);
        activity?.SetTag(AttributeNames.OperationType, operationType);
        if (operation.Name is { } name)
            activity?.SetTag(AttributeNames.OperationName, name);
    }

    public void Fail(string? code) => error = code ?? AttributeNames.OtherError;

    public void Dispose()
    {
        if (error is not null)
            activity?.SetTag(AttributeNames.ErrorType, error).SetStatus(ActivityStatusCode.Error);
        var tags = new TagList { { AttributeNames.ProcessingType, NameOf(phase) } };
        if (operationType is not null)
            tags.Add(AttributeNames.OperationType, operationType);
        if (error is not null)
            tags.Add(AttributeNames.ErrorType, error);
        instruments.Processed(begin, tags);
        activity?.Dispose();
    }

    private static string NameOf(Phase phase) => phase switch
    {
        Phase.Parse => "parse",
        Phase.Validate => "validate",
        Phase.Plan => "plan",
        Phase.VariableCoercion => "variable_coercion",
        Phase.Execute => "execute",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    private static string SpanName(Phase phase) => phase switch
    {
        Phase.Parse => "GraphQL Document Parsing",
        Phase.Validate => "GraphQL Document Validation",
        Phase.Plan => "GraphQL Operation Planning",
        Phase.VariableCoercion => "GraphQL Variable Coercion",
        Phase.Execute => "GraphQL Operation Execution",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };
}
