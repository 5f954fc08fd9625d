using Marketplace.Api.SignIn;

namespace Marketplace.Api.Tests.SignIn;

public sealed class SignInStartTests(SignInDatabase database) : IClassFixture<SignInDatabase>
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public Task Development_tokens_are_for_development_alone(string environment) =>
        ShouldNotStartAsync(environment, "Auth:DevelopmentTokens", ("Auth:DevelopmentTokens", "true"), ("Auth:Authority", "https://login.example.com"));

    [Fact]
    public Task Production_needs_a_provider() => ShouldNotStartAsync("Production", "Auth:Authority is missing");

    [Fact]
    public Task Production_fetches_the_providers_keys_by_https_alone() =>
        ShouldNotStartAsync("Production", "https", ("Auth:Authority", "http://login.example.com"));

    [Fact]
    public Task A_provider_is_an_address() => ShouldNotStartAsync("Production", "https://login.example.com", ("Auth:Authority", "login"));

    [Fact]
    public Task A_provider_and_development_tokens_exclude_each_other() =>
        ShouldNotStartAsync("Development", "exclude each other", ("Auth:DevelopmentTokens", "true"), ("Auth:Authority", "https://login.example.com"));

    [Fact]
    public async Task Production_with_a_provider_starts_and_has_no_endpoint_for_tokens()
    {
        await using var host = await SignInHost.StartAsync(database.Database, "Production", ("Auth:Authority", "https://login.example.com"));
        (await host.AskForTokenAsync("""{"roles": ["ADMIN"]}""")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private async Task ShouldNotStartAsync(string environment, string reason, params (string Name, string Value)[] settings) =>
        (await Should.ThrowAsync<SignInConfigurationException>(() => SignInHost.StartAsync(database.Database, environment, settings))).Message.ShouldContain(reason);
}
