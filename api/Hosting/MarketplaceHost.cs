using GraphQL;
using Marketplace.Accounts;
using Marketplace.Api.Changes;
using Marketplace.Api.Execution;
using Marketplace.Api.Mail;
using Marketplace.Api.Ofrep;
using Marketplace.Api.Payments;
using Marketplace.Api.Referrals;
using Marketplace.Api.Scheduling;
using Marketplace.Api.Seeding;
using Marketplace.Api.SignIn;
using Marketplace.Api.Statements;
using Marketplace.Api.Telemetry;
using Marketplace.Clock;
using Marketplace.Notifications;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Schema;
using Microsoft.AspNetCore.ResponseCompression;

namespace Marketplace.Api.Hosting;

/// <summary>Puts the host together: the database is there and up to date before anything here runs.</summary>
public static class MarketplaceHost
{
    public static WebApplicationBuilder Builder(string[] args, HostDatabases databases)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables();
        var services = builder.Services;
        var configuration = builder.Configuration;

        if (string.IsNullOrEmpty(configuration["urls"]) && string.IsNullOrEmpty(configuration["http_ports"]))
        {
            builder.WebHost.UseUrls($"http://localhost:{configuration["PORT"] ?? "5080"}");
        }

        var source = DatabasePools.Requests(databases.Application);
        services.AddSingleton(source).AddSingleton<System.Data.Common.DbDataSource>(source);
        var reading = DatabasePools.Reading(databases.Application);
        services.AddSingleton(_ => new ReadingSource(reading));
        var beside = DatabasePools.Beside(databases.Application);
        services.AddSingleton(_ => new BesideSource(beside));
        services.AddMarketplace(_ => source, provider => provider.GetRequiredService<BesideSource>().Value, Options(configuration, builder.Environment));
        services.AddMarketplaceGraphQL(configuration).AddInterceptor<SnapshotInterceptor>();
        services.AddSignIn(configuration, builder.Environment).AddSingleton<IDevelopmentSubjects, AccountSubjects>();
        services.AddPermissions();
        services.AddCrossOrigin(configuration);
        services.AddOfrep(configuration);
        services.AddChangeListener(databases.Application);
        services.AddScheduling();
        services.AddSandboxSettlement();
        services.AddMail(configuration, builder.Environment);
        services.AddReferralAddresses(configuration);
        // As a list, or in one setting with commas.
        services.AddSingleton(new GuardrailAddresses(configuration.GetSection("Experiments:AlertAddresses").Get<string[]>()
            ?? configuration["Experiments:AlertAddresses"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []));
        services.AddSeeding();
        services.AddTelemetry();
        // A token comes in a header, never in a cookie: no other site can make a browser ask on somebody's behalf and learn from the size of compressed answers.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/graphql-response+json"];
        });
        services.AddSingleton<HostReadiness>();
        services.AddHealthChecks().AddCheck<HostReadiness>("ready");
        return builder;
    }

    public static WebApplication Create(string[] args, HostDatabases databases)
    {
        var app = Builder(args, databases).Build();
        app.UseResponseCompression();
        app.UseWebSockets();
        app.UseCors();
        app.UseSignIn();
        app.UseAuthorization();
        app.MapGraphQL("/graphql").RequireCrossOrigin();
        app.MapOfrep();
        app.MapPaymentWebhook();
        app.MapHistoryCsv();
        app.MapDevelopmentTokens();
        app.MapHealth();
        app.MapMetrics();
        app.MapUnsubscribe();
        app.MapReferrals();
        app.MapGet("/", () => Results.Redirect("/console"));
        app.MapConsole();
        return app;
    }

    public static IConfiguration Configuration(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        return builder.Configuration;
    }

    private static MarketplaceOptions Options(ConfigurationManager configuration, IWebHostEnvironment environment)
    {
        var movable = configuration.GetValue("Simulation:Clock", false);
        if (movable && environment.IsProduction())
        {
            throw new HostStartException("Simulation:Clock=true moves everybody's time and is for development alone. Remove it, or run with ASPNETCORE_ENVIRONMENT=Development.");
        }

        var file = configuration["Marketplace:PoliciesFile"];
        try
        {
            var policies = file is null ? PolicyBook.Default() : PolicyBook.Parse(File.ReadAllText(file));
            return new MarketplaceOptions(
                policies,
                new ClockOptions(movable),
                new RegistrationLimits(configuration.GetValue("Registration:PerAddress", 30), configuration.GetValue("Registration:Window", TimeSpan.FromMinutes(10))),
                new NodeName($"{Environment.MachineName}-{Environment.ProcessId}"),
                WebhookSettings.Read(configuration, environment));
        }
        catch (Exception problem) when (problem is InvalidPolicyException or IOException)
        {
            throw new HostStartException($"{file ?? "The policies this program ships with"}: {problem.Message}");
        }
    }
}
