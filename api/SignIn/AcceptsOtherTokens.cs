namespace Marketplace.Api.SignIn;

/// <summary>Marks an endpoint that reads other bearer tokens by itself (API keys): what is no JWT of ours is not refused before it.</summary>
public sealed class AcceptsOtherTokens;
