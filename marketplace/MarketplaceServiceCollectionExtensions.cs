using Experiments;
using Experiments.Analysis;
using Experiments.Lifecycle;
using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Clock;
using Marketplace.Database;
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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace;

/// <param name="Policies">Every number of the rules.</param>
/// <param name="Clock">Whether the domain clock can be moved.</param>
/// <param name="Registrations">How many accounts an address may register.</param>
/// <param name="Node">How this node signs its records.</param>
/// <param name="Webhooks">How a payment gateway proves that an event is its own.</param>
public sealed record MarketplaceOptions(PolicyBook Policies, ClockOptions Clock, RegistrationLimits Registrations, NodeName Node, WebhookSigning Webhooks);

public static class MarketplaceServiceCollectionExtensions
{
    /// <summary>Registers the marketplace over data sources that connect as the application's role.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="source">Where requests read and write.</param>
    /// <param name="beside">A pool of its own for what a request asks while it holds a connection of <paramref name="source"/> (flags, keys, the clock):
    /// with one pool, requests that each hold one connection and wait for a second would wait for each other.</param>
    /// <param name="options">Policies and limits.</param>
    public static IServiceCollection AddMarketplace(
        this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> source, Func<IServiceProvider, NpgsqlDataSource> beside, MarketplaceOptions options)
    {
        services.AddSingleton(provider => new DomainClock(beside(provider), options.Clock));
        // TimeProvider is the domain's clock; what goes by the real one says TimeProvider.System.
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DomainClock>());
        services.AddSingleton(options.Policies).AddSingleton(options.Node);
        services.AddSingleton(new RegistrationLimiter(options.Registrations));

        services.AddPooledDbContextFactory<MarketplaceDbContext>((provider, builder) => MarketplaceDatabase.Configure(builder, source(provider)));
        services.AddSingleton(provider => new ChangeFeed(beside(provider), provider.GetRequiredService<ILogger<ChangeFeed>>()));
        services.AddSingleton(provider => new SigningKeys(beside(provider))).AddSingleton<IdempotencyKeys>().AddSingleton<KeyedCharges>().AddSingleton<InstrumentMarks>();

        services.AddScoped<AccountReader>().AddScoped<AccountRegistration>().AddScoped<ContactVerification>().AddScoped<TalentProgress>().AddScoped<AgencyMembers>().AddScoped<AccountStanding>();
        services.AddScoped<MembershipReader>().AddScoped<PlanChange>().AddSingleton<PlanCharges>().AddSingleton<PlanRenewals>();
        services.AddScoped<WalletReader>().AddScoped<ConnectsPurchasing>().AddScoped<LedgerCheck>();
        services.AddScoped<CashReader>().AddScoped<Earnings>().AddScoped<CourtesyGrants>().AddSingleton<Promotions>().AddSingleton<WalletStatements>();
        services.AddSingleton<IPaymentGateway, SandboxGateway>().AddSingleton<PurchaseSettlement>().AddSingleton<SandboxSettlement>();
        services.AddSingleton(options.Webhooks).AddSingleton<GatewayEventInbox>();
        services.AddScoped<JobReader>().AddScoped<JobPosting>().AddScoped<JobInvitations>().AddScoped<JobClosing>().AddSingleton<RateCardChoice>();
        services.AddScoped<ConnectsQuotes>().AddScoped<BidRanges>().AddSingleton<QuoteSigner>();
        services.AddScoped<NotificationReader>().AddSingleton<Unsubscription>().AddSingleton<InvitationMail>();
        services.AddSingleton(provider => new NotificationFeed(beside(provider), provider.GetRequiredService<ILogger<NotificationFeed>>()));
        services.AddScoped<JobFeaturing>().AddScoped<JobFlags>();
        services.AddScoped<InterviewReader>().AddScoped<ProposalProgress>().AddScoped<RewardChoice>().AddScoped<InterviewFeedback>().AddSingleton<RewardSeeds>();
        services.AddSingleton<Referrals.ReferralRewardChoice>();
        services.AddScoped<ContractReader>().AddScoped<ContractLife>().AddScoped<ContractPayments>();
        services.AddScoped<ISignUpReferrals, SignUpReferrals>().AddScoped<ReferralReader>().AddScoped<ReferralLinks>().AddScoped<ReferralReviews>().AddScoped<Affiliates>()
            .AddScoped<AttributionTerms>().AddScoped<ReferralClaims>().AddScoped<ReferralRewardPick>().AddScoped<FriendInvitations>().AddScoped<ReferralLeaderboard>().AddScoped<ReferralEconomics>()
            .AddSingleton<ReferralCodes>().AddSingleton<ReferralAddresses>();
        services.AddScoped<ProposalReader>().AddScoped<ProposalSubmission>();

        // A job's lock belongs to a session: beside, where a connection that comes back lets go of everything.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ScheduledJobRunner>(provider, beside(provider))).AddScoped<ScheduledJobRunReader>();
        services.AddSingleton<IScheduledWork, LotExpiry>();
        services.AddSingleton<IScheduledWork, MonthlyGrants>();
        services.AddSingleton<IScheduledWork, OutboxDispatch>();
        services.AddSingleton<IScheduledWork, PartitionsAhead>();
        services.AddSingleton<IScheduledWork, ExpiryNotices>();
        services.AddSingleton<IScheduledWork, NightlyLedgerCheck>();
        services.AddSingleton<IScheduledWork, InterviewCredits>().AddSingleton<IScheduledWork, RewardDrawing>().AddSingleton<IScheduledWork, RewardLapsing>()
            .AddSingleton<IScheduledWork, DemandReview>().AddSingleton<IScheduledWork, ClientReminders>().AddSingleton<IScheduledWork, ContractReminders>();

        services.AddSingleton<IScheduledWork, ReferralHoldRelease>().AddSingleton<IScheduledWork, ReferralLapsing>();
        services.AddSingleton<IScheduledWork, ExperimentAnalyses>();
        services.TryAddSingleton(GuardrailAddresses.None);
        services.AddScoped<IGuardrailAlerts, GuardrailMail>();

        services.AddSingleton<IUnitInventory, CategoryInventory>();
        services.AddSingleton<IHostFlag, RateCardFlag>().AddSingleton<IHostFlag, InterviewRewardFlag>().AddSingleton<IHostFlag, ReferralRewardFlag>();
        services.AddSingleton<IRecentUnits, RecentAccounts>().AddSingleton<IRecentUnits, RecentJobs>().AddSingleton<IRecentUnits, RecentCategories>();
        return services.AddExperiments(beside);
    }
}
