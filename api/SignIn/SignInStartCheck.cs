namespace Marketplace.Api.SignIn;

/// <summary>Refuses the start before anything listens. Not earlier: the schema is exported without a provider.</summary>
internal sealed class SignInStartCheck(SignInSettings settings, IHostEnvironment environment) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        settings.Problem(environment) is { } problem ? throw new SignInConfigurationException(problem) : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
