using System.Security.Claims;
using System.Text.Json.Nodes;
using Experiments.Flags;
using Experiments.Lifecycle;
using GraphQL;
using Marketplace.Accounts;
using Marketplace.Api.Execution;
using Marketplace.Database;
using Marketplace.Schema.Experiments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Api.Tests.Execution;

/// <summary>All fields of one answer see the marketplace, the flags and the experiments as they were at one instant.</summary>
public sealed class SnapshotTests
{
    private const string Flag = "connects-rate-card";
    private const string Experiment = "double-rate-card";

    [Fact]
    public async Task A_change_in_the_middle_of_a_query_is_seen_by_no_field_of_it()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var database = services.GetRequiredService<MarketplaceDbContext>();
        var account = (await database.Accounts.FirstAsync(a => a.Kind == AccountKind.Freelancer))!;
        var interceptor = ActivatorUtilities.CreateInstance<SnapshotInterceptor>(services);
        var operation = new OperationContext(OperationKind.Query, 3, services, null, new ClaimsPrincipal());

        await using (await interceptor.BeginAsync(operation, CancellationToken.None))
        {
            var before = (await services.GetRequiredService<FlagReader>().FindAsync(Flag, CancellationToken.None))!;
            await StartAsync(host);
            await talent.BuyAsync(20);

            (await services.GetRequiredService<FlagReader>().FindAsync(Flag, CancellationToken.None))!.Version.ShouldBe(before.Version);
            (await services.GetRequiredService<ExperimentReader>().FindAsync(Experiment, CancellationToken.None))!.State.ShouldBe(ExperimentState.Draft);
            (await database.Lots.CountAsync()).ShouldBe(0);
            (await services.GetRequiredService<FlagEvaluations>().ForAsync(account, [Flag], CancellationToken.None))[0].Reason.ShouldBe(EvaluationReason.Default);
        }

        // The next operation of the same request sees what happened, in a snapshot of its own or in none.
        await using (await interceptor.BeginAsync(operation, CancellationToken.None))
        {
            (await services.GetRequiredService<ExperimentReader>().FindAsync(Experiment, CancellationToken.None))!.State.ShouldBe(ExperimentState.Running);
            (await services.GetRequiredService<FlagEvaluations>().ForAsync(account, [Flag], CancellationToken.None))[0].Reason.ShouldNotBe(EvaluationReason.Default);
            (await database.Lots.CountAsync()).ShouldBe(1);
        }

        (await interceptor.BeginAsync(operation with { ResolverCount = 1 }, CancellationToken.None)).ShouldBeNull();
        (await services.GetRequiredService<ExperimentReader>().FindAsync(Experiment, CancellationToken.None))!.State.ShouldBe(ExperimentState.Running);
    }

    [Fact]
    public async Task Answers_agree_with_themselves_while_experiments_start()
    {
        await using var host = await TestHost.StartAsync();
        var reader = await host.StaffAsync("PRODUCT_MANAGER");
        const string Query = """
            { first: flag(key: "connects-rate-card") { version experiments { state version } } experiment(key: "double-rate-card") { state version flag { version } }
              last: flag(key: "connects-rate-card") { version experiments { state version } } }
            """;
        var starting = Task.Run(() => StartAsync(host));

        var answers = new List<JsonNode>();
        do
        {
            answers.Add(await host.QueryAsync(Query, token: reader));
        }
        while (!starting.IsCompleted || (string)answers[^1]["experiment"]!["state"]! != "RUNNING");

        await starting;
        foreach (var answer in answers)
        {
            answer["first"]!.ToJsonString().ShouldBe(answer["last"]!.ToJsonString());
            answer["first"]!["experiments"]!.AsArray().Select(e => (string)e!["state"]!).ShouldContain((string)answer["experiment"]!["state"]!);
            ((int)answer["experiment"]!["flag"]!["version"]!).ShouldBe((int)answer["first"]!["version"]!);
        }
    }

    private static async Task StartAsync(TestHost host) =>
        (await host.MutateAsync("startExperiment", "experiment { state }", new { key = Experiment, expectedVersion = 1, reason = "A test." }, await host.StaffAsync("ADMIN")))["errors"].ShouldBeNull();
}
