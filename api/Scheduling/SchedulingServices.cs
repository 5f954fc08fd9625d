using Marketplace.Schema.Operations;
using Quartz;

namespace Marketplace.Api.Scheduling;

internal static class SchedulingServices
{
    /// <summary>Quartz, clustered on the same PostgreSQL: one node fires each trigger, another takes over when it dies.</summary>
    public static void AddScheduling(this IServiceCollection services)
    {
        // A named scheduler keeps its clock to itself: an unnamed one would replace everybody's TimeProvider.
        services.AddQuartz(Schedule.Scheduler, quartz =>
        {
            // Triggers fire by the real clock; what a run does is as of the domain's.
            quartz.UseTimeProvider(TimeProvider.System);
            quartz.ConfigureOptions<AdoJobStoreOptions>(options => options.TablePrefix = QuartzSchema.TablePrefix);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(options => options.UseRegisteredDataSource = true);
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(10));
                store.UseSystemTextJsonSerializer();
            });
        });
        services.AddQuartzHostedService(Schedule.Scheduler, options => options.WaitForJobsToComplete = true);
        services.AddSingleton<Schedule>();
        services.AddSingleton<IScheduleReader>(provider => provider.GetRequiredService<Schedule>());
        services.AddHostedService(provider => provider.GetRequiredService<Schedule>());
    }
}
