namespace Marketplace.Api.Hosting;

/// <summary>The host cannot start, and the message says what to do about it.</summary>
public sealed class HostStartException(string message) : Exception(message);
