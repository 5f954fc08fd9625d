namespace Marketplace.Api.Ofrep;

/// <summary>Why a flag was not evaluated, by OpenFeature's error codes.</summary>
internal sealed record OfrepProblem(int Status, string Code, string Details)
{
    public const string General = "GENERAL";

    public static OfrepProblem Parse(string details) => new(StatusCodes.Status400BadRequest, "PARSE_ERROR", details);

    public static OfrepProblem InvalidContext(string details) => new(StatusCodes.Status400BadRequest, "INVALID_CONTEXT", details);

    public static OfrepProblem TargetingKeyMissing { get; } =
        new(StatusCodes.Status400BadRequest, "TARGETING_KEY_MISSING", "context.targetingKey is missing: the global id of an account or job, or the key of a category.");

    public static OfrepProblem TooLarge(int bytes) => new(StatusCodes.Status413PayloadTooLarge, "PARSE_ERROR", $"A request has at most {bytes} bytes.");

    public static OfrepProblem FlagNotFound { get; } = new(StatusCodes.Status404NotFound, "FLAG_NOT_FOUND", "There is no flag with this key.");

    public static OfrepProblem NotSignedIn { get; } =
        new(StatusCodes.Status401Unauthorized, General, "Send an API key as X-API-Key or Authorization: Bearer, or the token of somebody who is signed in.");

    public static OfrepProblem NotYours { get; } = new(StatusCodes.Status403Forbidden, General, "Whoever is signed in evaluates flags for their own accounts alone.");

    public static OfrepProblem TooMany { get; } = new(StatusCodes.Status429TooManyRequests, General, "Too many requests; come again after Retry-After seconds.");

    public static OfrepProblem Failed(string trace) => new(StatusCodes.Status500InternalServerError, General, $"Something went wrong here; ask for {trace}.");
}
