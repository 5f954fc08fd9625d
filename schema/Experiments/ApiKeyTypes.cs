using Experiments.ApiKeys;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Experiments;

/// <summary>A program's leave to evaluate flags over the OpenFeature protocol (`/ofrep/v1`), and nothing else.</summary>
[ObjectType<ApiKey>(Include = [nameof(ApiKey.Name), nameof(ApiKey.CreatedAt), nameof(ApiKey.LastUsedAt), nameof(ApiKey.RevokedAt)])]
[Node]
[Authorize(Policy = Policies.ProductManager)]
public static class ApiKeyType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<long, ApiKey>> ByIdsAsync(IReadOnlyList<long> ids, CallerAccess caller, ApiKeyReader keys, CancellationToken cancellation) =>
        caller.Caller.HasAny(Readers.ApiKeys) ? await keys.ByIdsAsync(ids, cancellation) : new Dictionary<long, ApiKey>();
}

[QueryType]
public static class ApiKeyQueries
{
    /// <summary>Keys in use, then revoked ones, each newest first.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [ListSize(AssumedSize = 100)]
    public static Task<IReadOnlyList<ApiKey>> GetApiKeysAsync(ApiKeyReader keys, CancellationToken cancellation) => keys.ListAsync(cancellation);
}

public sealed record CreateApiKeyInput(string Name);

/// <param name="ApiKey">The key.</param>
/// <param name="Secret">Shown this once: what the program presents, as `X-API-Key` or as a bearer token.</param>
public sealed record CreateApiKeyPayload(ApiKey? ApiKey, string? Secret);

public sealed record RevokeApiKeyInput([property: ID("ApiKey")] long Id);

public sealed record RevokeApiKeyPayload(ApiKey? ApiKey);

[MutationType]
public static class ApiKeyMutations
{
    /// <summary>Makes a key for a program that reads flags.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<ForbiddenError>, Error<ValidationError>]
    public static async Task<MutationResult<CreateApiKeyPayload>> CreateApiKeyAsync(CreateApiKeyInput input, ApiKeyService keys, CallerAccess caller, CancellationToken cancellation) =>
        (await keys.CreateAsync(input.Name, caller.Actor, cancellation)).Succeeded(out var made, out var refusal) ? new CreateApiKeyPayload(made.ApiKey, made.Secret) : refusal.ToError();

    /// <summary>Revokes a key: it is refused everywhere from now on, and its event streams end.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>]
    public static async Task<MutationResult<RevokeApiKeyPayload>> RevokeApiKeyAsync(RevokeApiKeyInput input, ApiKeyService keys, CallerAccess caller, CancellationToken cancellation) =>
        (await keys.RevokeAsync(input.Id, caller.Actor, cancellation)).Succeeded(out var key, out var refusal)
            ? new RevokeApiKeyPayload(key)
            : refusal is global::Experiments.Lifecycle.NotFound ? new NotFoundError("There is no such API key.", GlobalId.Encode("ApiKey", input.Id)) : refusal.ToError();
}
