using System.Text.Json;
using Experiments.Flags;
using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Plans;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NpgsqlTypes;

namespace Marketplace.Database;

/// <summary>What is read through EF Core. Whatever moves Connects or money is written by the database's own functions.</summary>
public sealed class MarketplaceDbContext(DbContextOptions<MarketplaceDbContext> options) : DbContext(options)
{
    public const string Schema = "marketplace";

    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<AccountBadge> Badges => Set<AccountBadge>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<AgencyMember> AgencyMembers => Set<AgencyMember>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<Proposal> Proposals => Set<Proposal>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<JobFlag> JobFlags => Set<JobFlag>();
    public DbSet<Interview> Interviews => Set<Interview>();
    public DbSet<InterviewReward> InterviewRewards => Set<InterviewReward>();
    public DbSet<Contract> Contracts => Set<Contract>();
    public DbSet<AuthorizedHours> AuthorizedHours => Set<AuthorizedHours>();
    public DbSet<Payment> Payments => Set<Payment>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<WalletBalance> Wallets => Set<WalletBalance>();
    public DbSet<Lot> Lots => Set<Lot>();
    public DbSet<LedgerTransaction> Transactions => Set<LedgerTransaction>();
    public DbSet<LedgerEntry> Entries => Set<LedgerEntry>();
    public DbSet<Purchase> Purchases => Set<Purchase>();
    public DbSet<ReferralLink> ReferralLinks => Set<ReferralLink>();
    public DbSet<Referral> Referrals => Set<Referral>();
    public DbSet<ReferralFact> ReferralFacts => Set<ReferralFact>();
    public DbSet<ReferralMilestoneState> ReferralMilestones => Set<ReferralMilestoneState>();
    public DbSet<ReferralRewardState> ReferralRewards => Set<ReferralRewardState>();
    public DbSet<Affiliate> Affiliates => Set<Affiliate>();
    public DbSet<ScheduledJobRun> ScheduledJobRuns => Set<ScheduledJobRun>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<AccountKind>().HaveConversion<EnumText.Converter<AccountKind>>();
        configurationBuilder.Properties<AccountStatus>().HaveConversion<EnumText.Converter<AccountStatus>>();
        configurationBuilder.Properties<Badge>().HaveConversion<EnumText.Converter<Badge>>();
        configurationBuilder.Properties<PlanCode>().HaveConversion<EnumText.Converter<PlanCode>>();
        configurationBuilder.Properties<Asset>().HaveConversion<EnumText.Converter<Asset>>();
        configurationBuilder.Properties<LotKind>().HaveConversion<EnumText.Converter<LotKind>>();
        configurationBuilder.Properties<LotOrigin>().HaveConversion<EnumText.Converter<LotOrigin>>();
        configurationBuilder.Properties<TransactionKind>().HaveConversion<EnumText.Converter<TransactionKind>>();
        configurationBuilder.Properties<JobStatus>().HaveConversion<EnumText.Converter<JobStatus>>();
        configurationBuilder.Properties<BudgetKind>().HaveConversion<EnumText.Converter<BudgetKind>>();
        configurationBuilder.Properties<ExperienceLevel>().HaveConversion<EnumText.Converter<ExperienceLevel>>();
        configurationBuilder.Properties<WeeklyTime>().HaveConversion<EnumText.Converter<WeeklyTime>>();
        configurationBuilder.Properties<JobDuration>().HaveConversion<EnumText.Converter<JobDuration>>();
        configurationBuilder.Properties<PriceReason>().HaveConversion<EnumText.Converter<PriceReason>>();
        configurationBuilder.Properties<ProposalStatus>().HaveConversion<EnumText.Converter<ProposalStatus>>();
        configurationBuilder.Properties<PaymentMethod>().HaveConversion<EnumText.Converter<PaymentMethod>>();
        configurationBuilder.Properties<InterviewRewardState>().HaveConversion<EnumText.Converter<InterviewRewardState>>();
        configurationBuilder.Properties<PurchaseState>().HaveConversion<EnumText.Converter<PurchaseState>>();
        configurationBuilder.Properties<NotificationKind>().HaveConversion<EnumText.Converter<NotificationKind>>();
        configurationBuilder.Properties<ReferralSource>().HaveConversion<EnumText.Converter<ReferralSource>>();
        configurationBuilder.Properties<ReferralStage>().HaveConversion<EnumText.Converter<ReferralStage>>();
        configurationBuilder.Properties<MilestoneStage>().HaveConversion<EnumText.Converter<MilestoneStage>>();
        configurationBuilder.Properties<RewardSide>().HaveConversion<EnumText.Converter<RewardSide>>();
        configurationBuilder.Properties<RewardStage>().HaveConversion<EnumText.Converter<RewardStage>>();
        configurationBuilder.Properties<ReferralFactKind>().HaveConversion<EnumText.Converter<ReferralFactKind>>();
        configurationBuilder.Properties<AffiliateState>().HaveConversion<EnumText.Converter<AffiliateState>>();
        configurationBuilder.Properties<RunOutcome>().HaveConversion<EnumText.Converter<RunOutcome>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("account").Ignore(a => a.AccountId);
            account.HasDiscriminator(a => a.Kind)
                .HasValue<Freelancer>(AccountKind.Freelancer).HasValue<Agency>(AccountKind.Agency).HasValue<Client>(AccountKind.Client);
        });
        modelBuilder.Entity<Talent>();
        modelBuilder.Entity<AccountBadge>().ToTable("account_badge").HasKey(b => new { b.AccountId, b.Badge });
        modelBuilder.Entity<Membership>().ToTable("membership").HasKey(m => m.AccountId);
        modelBuilder.Entity<AgencyMember>().ToTable("agency_member").HasKey(m => new { m.AgencyId, m.FreelancerId });
        modelBuilder.Entity<Job>(job =>
        {
            job.ToTable("job").Ignore(j => j.JobId).Ignore(j => j.Treatment);
            job.Property<NpgsqlTsVector>("Search").HasColumnName("search");
        });
        modelBuilder.Entity<Proposal>(proposal =>
        {
            proposal.ToTable("proposal").Ignore(p => p.Id).HasKey(p => new { p.AccountId, p.Number });
        });
        modelBuilder.Entity<Invitation>().ToTable("invitation").HasKey(i => new { i.JobId, i.TalentId });
        modelBuilder.Entity<JobFlag>().ToTable("job_flag").HasKey(f => new { f.JobId, f.FlaggedBy });
        modelBuilder.Entity<Interview>().ToTable("interview").Ignore(i => i.Id).HasKey(i => new { i.AccountId, i.ProposalNumber });
        modelBuilder.Entity<InterviewReward>().ToTable("interview_reward").Ignore(r => r.Id).Ignore(r => r.Treatment).HasKey(r => new { r.AccountId, r.ProposalNumber });
        modelBuilder.Entity<Contract>().ToTable("contract").Ignore(c => c.Id).Ignore(c => c.Status).HasKey(c => new { c.AccountId, c.Number });
        modelBuilder.Entity<AuthorizedHours>().ToTable("authorized_hours").HasKey(h => new { h.AccountId, h.ContractNumber, h.Number });
        modelBuilder.Entity<Payment>().ToTable("payment").Ignore(p => p.Id).HasKey(p => new { p.AccountId, p.Number });
        modelBuilder.Entity<Notification>().ToTable("notification").Ignore(n => n.Id).HasKey(n => new { n.AccountId, n.Number });
        modelBuilder.Entity<WalletBalance>().ToTable("wallet").HasKey(w => new { w.AccountId, w.Asset });
        modelBuilder.Entity<Lot>().ToTable("lot").Ignore(l => l.Id).HasKey(l => new { l.AccountId, l.Number });
        modelBuilder.Entity<LedgerTransaction>(transaction =>
        {
            transaction.ToTable("ledger_transaction").Ignore(t => t.Id).HasKey(t => new { t.AccountId, t.Number });
            transaction.Property(t => t.Treatments).HasColumnType("jsonb").HasConversion(
                value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
                text => JsonSerializer.Deserialize<Treatment[]>(text, JsonSerializerOptions.Web)!,
                new ValueComparer<IReadOnlyList<Treatment>>((a, b) => a!.SequenceEqual(b!), value => value.Count));
        });
        modelBuilder.Entity<LedgerEntry>().ToTable("ledger_entry").HasKey(e => new { e.AccountId, e.TransactionNumber, e.Number });
        modelBuilder.Entity<Purchase>().ToTable("purchase").Ignore(p => p.Id).HasKey(p => new { p.AccountId, p.Number });
        modelBuilder.Entity<ReferralLink>().ToTable("referral_link").Ignore(l => l.Id).HasKey(l => new { l.AccountId, l.Number });
        modelBuilder.Entity<Referral>(referral =>
        {
            referral.ToTable("referral").Ignore(r => r.Id).HasKey(r => new { r.AccountId, r.Number });
            referral.Property(r => r.Terms).HasColumnType("jsonb");
        });
        modelBuilder.Entity<ReferralFact>().ToTable("referral_fact").HasKey(f => new { f.AccountId, f.ReferralNumber, f.Kind, f.Source });
        modelBuilder.Entity<ReferralMilestoneState>().ToTable("referral_milestone").HasKey(m => new { m.AccountId, m.ReferralNumber, m.Key, m.Occurrence });
        modelBuilder.Entity<ReferralRewardState>().ToTable("referral_reward").HasKey(r => new { r.AccountId, r.ReferralNumber, r.Key, r.Occurrence, r.Attempt, r.Side });
        modelBuilder.Entity<Affiliate>().ToTable("affiliate").HasKey(a => new { a.AccountId, a.Program });
        modelBuilder.Entity<ScheduledJobRun>().ToTable("scheduled_job_run");

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
