using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Execution;

/// <summary>Runs an operation and writes its response.</summary>
internal static class OperationExecutor
{
    // A response is JSON and never part of a page: what HTML would need escaped is left as it is.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = int.MaxValue,
    };

    /// <summary>Writes the whole response object.</summary>
    public static async ValueTask ExecuteAsync(OperationState state, PooledBuffer output)
    {
        state.Begin(await FieldAuthorizer.RefusalsAsync(state));
        var writer = new ResponseWriter(state);
        output.Write("{\"data\":"u8);
        if (state.Plan.Kind == OperationKind.Mutation)
            await MutateAsync(state, writer, output);
        else
            await QueryAsync(state, writer, output);

        if (writer.Errors.Count > 0)
        {
            state.Measurement?.Fail([.. writer.Errors]);
            output.Write(",\"errors\":"u8);
            using var json = new Utf8JsonWriter(output, WriterOptions);
            ErrorWriter.Write(json, writer.Errors);
        }

        if (state.Extensions is not null)
        {
            output.Write(",\"extensions\":"u8);
            using var json = new Utf8JsonWriter(output, WriterOptions);
            state.Extensions.Write(json);
        }

        output.Write("}"u8);
    }

    /// <summary>Writes a response of an operation that was only looked at: it has extensions alone.</summary>
    public static void WriteExtensions(PooledBuffer output, ResponseExtensions extensions)
    {
        output.Write("{\"extensions\":"u8);
        using (var json = new Utf8JsonWriter(output, WriterOptions))
            extensions.Write(json);
        output.Write("}"u8);
    }

    /// <summary>Writes a response that has errors alone.</summary>
    public static void WriteErrors(PooledBuffer output, IEnumerable<GraphQLError> errors)
    {
        output.Write("{\"errors\":"u8);
        using (var json = new Utf8JsonWriter(output, WriterOptions))
            ErrorWriter.Write(json, errors);
        output.Write("}"u8);
    }

    /// <summary>Writes errors as a list, without a response around them.</summary>
    public static void WriteErrorList(PooledBuffer output, IEnumerable<GraphQLError> errors)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        ErrorWriter.Write(json, errors);
    }

    /// <summary>Writes the response of an operation that failed as a whole while it ran: it has data, and that is null.</summary>
    public static void WriteFailure(PooledBuffer output, GraphQLError error)
    {
        output.Write("{\"data\":null,"u8);
        var begin = output.Length;
        WriteErrors(output, [error]);
        output.RemoveAt(begin);
    }

    private static async ValueTask QueryAsync(OperationState state, ResponseWriter writer, PooledBuffer output)
    {
        var scopes = state.Plan.ResolverCount == 0 ? null : await BeginAsync(state);
        try
        {
            if (state.Plan.Root.ColumnFields.Length > 0)
                await LevelRunner.RunAsync(state, state.Plan.Root.ColumnFields);
            Write(state, writer, output, state.Plan.Root.Single!.Fields);
        }
        finally
        {
            await EndAsync(scopes);
        }
    }

    // Each root field is resolved and written before the next begins; null for one that must not be null ends the mutation.
    private static async ValueTask MutateAsync(OperationState state, ResponseWriter writer, PooledBuffer output)
    {
        var begin = output.Length;
        output.Write("{"u8);
        var root = state.Plan.Root.Single!;
        foreach (var field in root.Fields)
        {
            var separator = output.Length;
            var scopes = field.Resolver is null ? null : await BeginAsync(state);
            try
            {
                if (field.ColumnIndex >= 0)
                    await LevelRunner.RunAsync(state, [field]);
                Write(state, writer, output, [field]);
            }
            finally
            {
                await EndAsync(scopes);
            }

            if (writer.IsDataNull)
            {
                output.Truncate(begin);
                output.Write("null"u8);
                return;
            }

            Unwrap(output, separator, isFirst: separator == begin + 1);
        }

        output.Write("}"u8);
    }

    // The field was written as an object of its own: its braces go, and a comma separates it from the one before.
    private static void Unwrap(PooledBuffer output, int begin, bool isFirst)
    {
        if (isFirst)
            output.RemoveAt(begin);
        else
            output.Replace(begin, (byte)',');
        output.Truncate(output.Length - 1);
    }

    private static void Write(OperationState state, ResponseWriter writer, PooledBuffer output, FieldPlan[] fields)
    {
        var begin = output.Length;
        writer.BeginNext();
        using var json = new Utf8JsonWriter(output, WriterOptions);
        writer.WriteRoot(json, state.Plan.Root.Single!, fields);
        json.Flush();
        if (!writer.MustWriteAgain)
            return;

        output.Truncate(begin);
        if (!writer.IsDataNull)
        {
            json.Reset(output);
            writer.BeginSecondPass();
            writer.WriteRoot(json, state.Plan.Root.Single!, fields);
            json.Flush();
        }

        // A value that fails only the second time it is read leaves nothing to trust.
        if (writer.IsDataNull || writer.MustWriteAgain)
        {
            writer.GiveUp();
            output.Truncate(begin);
            output.Write("null"u8);
        }
    }

    private static async ValueTask<List<IAsyncDisposable>?> BeginAsync(OperationState state)
    {
        List<IAsyncDisposable>? scopes = null;
        var context = new OperationContext(state.Plan.Kind, state.Plan.ResolverCount, state.Services, state.HttpContext, state.User);
        try
        {
            foreach (var interceptor in state.Services.GetServices<OperationInterceptor>())
            {
                if (await interceptor.BeginAsync(context, state.Cancellation) is { } scope)
                    (scopes ??= []).Add(scope);
            }
        }
        catch
        {
            await EndAsync(scopes);
            throw;
        }

        return scopes;
    }

    private static async ValueTask EndAsync(List<IAsyncDisposable>? scopes)
    {
        for (var index = (scopes?.Count ?? 0) - 1; index >= 0; index--)
            await scopes![index].DisposeAsync();
    }
}
