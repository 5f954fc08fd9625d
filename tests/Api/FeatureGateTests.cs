using System.Net;
using Experiments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;
using Npgsql;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Microsoft.FeatureManagement's own gate and manager, in a service that registers the engine over the marketplace's database.</summary>
public sealed class FeatureGateTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gated_action_is_there_while_its_flag_is_on_and_the_librarys_manager_says_the_same()
    {
        await shared.Value.CreateFlagAsync(GatedController.Flag);
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var manager = app.Services.GetRequiredService<IVariantFeatureManager>();

        (await http.GetStringAsync("gated", Cancellation)).ShouldBe("open");
        (await manager.IsEnabledAsync(GatedController.Flag, Cancellation)).ShouldBeTrue();

        await shared.Value.TurnFlagAsync(GatedController.Flag);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await manager.IsEnabledAsync(GatedController.Flag, limit.Token))
            await Task.Delay(10, limit.Token);
        using var closed = await http.GetAsync("gated", Cancellation);
        closed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var database = shared.Value.Database.ConnectionString;
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database));
        builder.Services.AddExperiments(services => services.GetRequiredService<NpgsqlDataSource>());
        builder.Services.AddControllers().AddApplicationPart(typeof(GatedController).Assembly);
        var app = builder.Build();
        app.MapControllers();
        await app.StartAsync(Cancellation);
        return app;
    }
}

[ApiController]
[Route("gated")]
public sealed class GatedController : ControllerBase
{
    public const string Flag = "gate";

    [HttpGet]
    [FeatureGate(Flag)]
    public ActionResult<string> Open() => Ok("open");
}
