using System.Collections.Frozen;
using System.Diagnostics;
using Experiments.ApiKeys;
using Experiments.Exposures;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Database;

namespace Marketplace.Api.Ofrep;

/// <summary>
/// The OpenFeature remote evaluation protocol over the flags of this node. Its requests skip the middleware that other endpoints need: they bring keys or
/// tokens of their own, and their answers are for one caller.
/// </summary>
internal static class OfrepServices
{
    public static void AddOfrep(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(OfrepSettings.Read(configuration));
        services.AddSingleton<OfrepRates>();
        services.AddSingleton<PreparedAnswers.Current>();
        services.AddSingleton(provider => new OfrepStreamTokens(provider.GetRequiredService<SigningKeys>(), TimeProvider.System));
        services.AddSingleton<OfrepEvents>();
        services.AddSingleton<OfrepEvaluation>();
    }

    public static void MapOfrep(this IEndpointRouteBuilder endpoints)
    {
        var evaluation = endpoints.ServiceProvider.GetRequiredService<OfrepEvaluation>();
        var events = endpoints.ServiceProvider.GetRequiredService<OfrepEvents>();
        endpoints.MapPost("/ofrep/v1/evaluate/flags", (RequestDelegate)evaluation.AllAsync).ShortCircuit();
        endpoints.MapPost("/ofrep/v1/evaluate/flags/{key}", (RequestDelegate)evaluation.OneAsync).ShortCircuit();
        endpoints.MapGet("/ofrep/v1/events", (RequestDelegate)events.StreamAsync).ShortCircuit();
        endpoints.MapMethods("/ofrep/v1/{**path}", [HttpMethods.Options], (RequestDelegate)OfrepHttp.PreflightAsync).ShortCircuit();
    }
}

/// <summary>POST /ofrep/v1/evaluate/flags, with or without the key of one flag.</summary>
internal sealed partial class OfrepEvaluation(
    PreparedAnswers.Current answers, OfrepRates rates, OfrepStreamTokens tokens, OfrepEvents events, ApiKeyUse uses, IExposureRecorder exposures,
    IEnumerable<IHostFlag> hostFlags, ILogger<OfrepEvaluation> logger)
{
    private readonly FrozenSet<string> _decidedHere = hostFlags.Select(flag => flag.FlagKey).ToFrozenSet(StringComparer.Ordinal);

    public Task OneAsync(HttpContext context) => AnswerAsync(context, (string)context.Request.RouteValues["key"]!);

    public Task AllAsync(HttpContext context) => AnswerAsync(context, null);

    private async Task AnswerAsync(HttpContext context, string? flagKey)
    {
        OfrepHttp.Begin(context.Response);
        try
        {
            if (await EvaluateAsync(context, flagKey) is { } problem)
            {
                await OfrepHttp.RefuseAsync(context, flagKey, problem);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer any more.
        }
        catch (BadHttpRequestException malformed)
        {
            await OfrepHttp.RefuseAsync(context, flagKey, new OfrepProblem(malformed.StatusCode, "PARSE_ERROR", "The body could not be read."));
        }
#pragma warning disable CA1031 // The protocol has a shape for failures of any kind.
        catch (Exception failure) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            var trace = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
            Failed(logger, trace, failure);
            await OfrepHttp.RefuseAsync(context, flagKey, OfrepProblem.Failed(trace));
        }
    }

    /// <summary>Null when it has answered.</summary>
    private async ValueTask<OfrepProblem?> EvaluateAsync(HttpContext context, string? flagKey)
    {
        // One set of definitions for the whole request.
        var prepared = answers.Get();
        if (await OfrepCaller.OfAsync(context, prepared.Snapshot) is not { } caller)
        {
            return OfrepProblem.NotSignedIn;
        }

        if (rates.Refuses(caller, out var wait))
        {
            context.Response.Headers.RetryAfter = OfrepRates.Seconds(wait);
            return OfrepProblem.TooMany;
        }

        if (caller.IsApiKey)
        {
            uses.Note(caller.ApiKey);
        }

        var (request, problem) = await OfrepRequest.ReadAsync(context.Request, prepared.Snapshot.AttributesAsked, context.RequestAborted);
        if (problem is not null)
        {
            return problem;
        }

        if (await OfrepUnits.OfAsync(context, caller, request) is not { } unit)
        {
            return OfrepProblem.NotYours;
        }

        return flagKey is null ? await AllAsync(context, prepared, caller, unit) : await OneAsync(context, prepared, unit, flagKey);
    }

    private async ValueTask<OfrepProblem?> OneAsync(HttpContext context, PreparedAnswers prepared, UnitContext unit, string flagKey)
    {
        if (!prepared.Snapshot.TryEvaluate(flagKey, unit, out var evaluation))
        {
            return OfrepProblem.FlagNotFound;
        }

        if (evaluation.Treatment is { } treatment)
        {
            exposures.Record(treatment, unit.UserId);
        }

        await OfrepHttp.WriteAsync(context.Response, prepared.Of(flagKey).Of(evaluation).Json, context.RequestAborted);
        return null;
    }

    private async ValueTask<OfrepProblem?> AllAsync(HttpContext context, PreparedAnswers prepared, OfrepCaller caller, UnitContext unit)
    {
        var step = tokens.Step;
        using var answer = BulkAnswer.Evaluate(prepared, unit, caller, step, _decidedHere);
        context.Response.Headers.ETag = answer.Tag;
        if (answer.IsKnown(context.Request.Headers.IfNoneMatch))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return null;
        }

        // An SDK for one person reads from this answer whatever its page asks for, and tells nobody which: the unit has met all of
        // these arms. Where the marketplace decides by a flag it says so itself, at the price or the reward; reading everything is not yet meeting one.
        foreach (var treatment in answer.Treatments)
        {
            exposures.Record(treatment, unit.UserId);
        }

        var address = await events.AddressAsync(context.Request, caller, step, prepared.Snapshot.Version, context.RequestAborted);
        await answer.WriteAsync(context.Response, address, context.RequestAborted);
        return null;
    }

    [LoggerMessage(LogLevel.Error, "Evaluating flags failed ({Trace})")]
    private static partial void Failed(ILogger logger, string trace, Exception failure);
}
