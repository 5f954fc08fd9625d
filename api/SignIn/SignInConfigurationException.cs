namespace Marketplace.Api.SignIn;

/// <summary>The host must not start with this sign-in configuration; the message says what to change.</summary>
public sealed class SignInConfigurationException(string message) : Exception(message);
