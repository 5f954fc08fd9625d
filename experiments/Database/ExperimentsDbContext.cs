using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Experiments.Database;

/// <summary>The tables of the schema <c>experiments</c>. Hosts register it through <c>AddExperiments</c> and reach the data through the readers and services.</summary>
public sealed class ExperimentsDbContext(DbContextOptions<ExperimentsDbContext> options) : DbContext(options)
{
    internal const string Schema = "experiments";
    internal const string HistoryTable = "__migrations";

    internal DbSet<FlagRow> Flags => Set<FlagRow>();
    internal DbSet<LayerRow> Layers => Set<LayerRow>();
    internal DbSet<ExperimentRow> Experiments => Set<ExperimentRow>();
    internal DbSet<OverrideRow> Overrides => Set<OverrideRow>();
    internal DbSet<FactRow> Facts => Set<FactRow>();
    internal DbSet<MetricRow> Metrics => Set<MetricRow>();
    internal DbSet<ExposureRow> Exposures => Set<ExposureRow>();
    internal DbSet<ResultRow> Results => Set<ResultRow>();
    internal DbSet<TimelinePointRow> TimelinePoints => Set<TimelinePointRow>();
    internal DbSet<GuardrailBreachRow> GuardrailBreaches => Set<GuardrailBreachRow>();
    internal DbSet<AuditRow> AuditEntries => Set<AuditRow>();
    internal DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    internal DbSet<StateVersionRow> StateVersions => Set<StateVersionRow>();

    /// <summary>Points a context at a data source, with the migrations history in the schema itself.</summary>
    public static TBuilder Configure<TBuilder>(TBuilder builder, NpgsqlDataSource dataSource)
        where TBuilder : DbContextOptionsBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder
            .UseNpgsql(dataSource, npgsql => npgsql.MigrationsHistoryTable(HistoryTable, Schema))
            // Migrations are SQL files without model snapshots; a test compares the model with the migrated database instead.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        return builder;
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.HasDefaultSchema(Schema);

        modelBuilder.Entity<FlagRow>(flag =>
        {
            flag.ToTable("flag").HasKey(row => row.Key);
            flag.Property(row => row.Definition).HasColumnType("json");
        });
        modelBuilder.Entity<LayerRow>(layer => layer.ToTable("layer").Property(row => row.Id).UseIdentityAlwaysColumn());
        modelBuilder.Entity<FactRow>(fact => fact.ToTable("fact").HasKey(row => row.Key));
        modelBuilder.Entity<MetricRow>(metric =>
        {
            metric.ToTable("metric").HasKey(row => row.Key);
            metric.Property(row => row.Kind).HasConversion<ScreamingSnake<MetricKind>>();
        });
        modelBuilder.Entity<ExperimentRow>(experiment =>
        {
            experiment.ToTable("experiment");
            experiment.Property(row => row.Id).UseIdentityAlwaysColumn();
            experiment.Property(row => row.Unit).HasConversion<ScreamingSnake<ExperimentUnit>>();
            experiment.Property(row => row.State).HasConversion<ScreamingSnake<ExperimentState>>();
            experiment.Property(row => row.Audience).HasColumnType("json");
            experiment.Property(row => row.Guardrails).HasColumnType("jsonb");
            experiment.Property(row => row.ReplacedRules).HasColumnType("json");
            experiment.HasOne(row => row.Layer).WithMany().HasForeignKey(row => row.LayerId);
            experiment.HasMany(row => row.Arms).WithOne().HasForeignKey(arm => arm.ExperimentId);
            experiment.HasMany(row => row.Assignments).WithOne().HasForeignKey(assignment => assignment.ExperimentId);
        });
        modelBuilder.Entity<ArmRow>(arm => arm.ToTable("arm").HasKey(row => new { row.ExperimentId, row.Variant }));
        modelBuilder.Entity<AssignmentRow>(assignment => assignment.ToTable("assignment").HasKey(row => new { row.ExperimentId, row.Unit }));
        modelBuilder.Entity<ExposureRow>(exposure =>
        {
            exposure.ToTable("exposure").HasKey(row => new { row.ExperimentId, row.Unit });
            exposure.Property(row => row.Number).ValueGeneratedOnAddOrUpdate();
        });
        modelBuilder.Entity<ResultRow>(result =>
        {
            result.ToTable("result").HasKey(row => row.ExperimentId);
            result.Property(row => row.Analysis).HasColumnType("jsonb");
        });
        modelBuilder.Entity<TimelinePointRow>(point => point.ToTable("timeline_point").HasKey(row => new { row.ExperimentId, row.Metric, row.Variant, row.Day }));
        modelBuilder.Entity<GuardrailBreachRow>(breach =>
            breach.ToTable("guardrail_breach").HasKey(row => new { row.ExperimentId, row.Metric, row.Variant, row.MaximumHarm }));
        modelBuilder.Entity<ExposureBatchRow>(batch => batch.ToTable("exposure_batch").HasNoKey());
        modelBuilder.Entity<OverrideRow>(forced =>
        {
            forced.ToTable("variant_override").HasKey(row => new { row.ExperimentId, row.Unit });
            forced.HasOne(row => row.Experiment).WithMany().HasForeignKey(row => row.ExperimentId);
        });
        modelBuilder.Entity<AuditRow>(audit =>
        {
            audit.ToTable("audit_entry").Property(row => row.Id).UseIdentityAlwaysColumn();
            audit.Property(row => row.Before).HasColumnType("jsonb");
            audit.Property(row => row.After).HasColumnType("jsonb");
        });
        modelBuilder.Entity<ApiKeyRow>(key => key.ToTable("api_key").Property(row => row.Id).UseIdentityAlwaysColumn());
        modelBuilder.Entity<StateVersionRow>(state => state.ToTable("state_version").HasKey(row => row.Single));

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
                if (property.ClrType == typeof(decimal) || property.ClrType == typeof(decimal?))
                    property.SetColumnType("numeric");
            }
        }
    }
}
