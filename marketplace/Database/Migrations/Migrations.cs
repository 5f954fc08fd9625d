using Experiments.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

// Each class runs the SQL file of its name; a migration that has landed is never edited, a change is a new one.
namespace Marketplace.Database.Migrations;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000101_Accounts")]
internal sealed class Accounts : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000102_Jobs")]
internal sealed class Jobs : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000103_Ledger")]
internal sealed class Ledger : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000104_LedgerGuards")]
internal sealed class LedgerGuards : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000105_AccountFunctions")]
internal sealed class AccountFunctions : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000106_LotExpiry")]
internal sealed class LotExpiry : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000107_Spending")]
internal sealed class Spending : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000108_Purchasing")]
internal sealed class Purchasing : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000109_ClosingRefunds")]
internal sealed class ClosingRefunds : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000110_LedgerCheck")]
internal sealed class LedgerCheck : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000111_Facts")]
internal sealed class Facts : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000112_ExpiryTellsAccounts")]
internal sealed class ExpiryTellsAccounts : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000201_Postings")]
internal sealed class Postings : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000202_Notices")]
internal sealed class Notices : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000211_AccountLife")]
internal sealed class AccountLife : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000221_Plans")]
internal sealed class Plans : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000222_PlanRenewals")]
internal sealed class PlanRenewals : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000223_PlanChanges")]
internal sealed class PlanChanges : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000231_CashWallets")]
internal sealed class CashWallets : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000232_CourtesyConnects")]
internal sealed class CourtesyConnects : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000233_PurchaseChargebacks")]
internal sealed class PurchaseChargebacks : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000234_GatewayEvents")]
internal sealed class GatewayEvents : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000235_ExpiryNotices")]
internal sealed class ExpiryNotices : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000241_Hiring")]
internal sealed class Hiring : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000242_JobLife")]
internal sealed class JobLife : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000203_Outbox")]
internal sealed class Outbox : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000251_InterviewRewards")]
internal sealed class InterviewRewards : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000252_RandomizedRewards")]
internal sealed class RandomizedRewards : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261120000253_DemandAndReminders")]
internal sealed class DemandAndReminders : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000341_MoneyFacts")]
internal sealed class MoneyFacts : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000401_Referrals")]
internal sealed class Referrals : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000402_ReferralEngine")]
internal sealed class ReferralEngine : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000403_ReferralLife")]
internal sealed class ReferralLife : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000331_ReferralFacts")]
internal sealed class ReferralFacts : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000404_ReferralFactsOfRewards")]
internal sealed class ReferralFactsOfRewards : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000405_RewardsInTheLedgerCheck")]
internal sealed class RewardsInTheLedgerCheck : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000311_PaymentChargebacks")]
internal sealed class PaymentChargebacks : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000312_LedgerCheckByChunk")]
internal sealed class LedgerCheckByChunk : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000313_RewardBudget")]
internal sealed class RewardBudget : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000321_Promotions")]
internal sealed class Promotions : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000322_SuspectBudgets")]
internal sealed class SuspectBudgets : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000301_CheaperGuards")]
internal sealed class CheaperGuards : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000302_LeanerSpending")]
internal sealed class LeanerSpending : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000406_ReferralClaims")]
internal sealed class ReferralClaims : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000407_ReferralInvitations")]
internal sealed class ReferralInvitations : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000408_ReferralEconomics")]
internal sealed class ReferralEconomics : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000314_ListsOfJobs")]
internal sealed class ListsOfJobs : SqlMigration;

[DbContext(typeof(MarketplaceDbContext)), Migration("20261121000351_QuickSelfCheck")]
internal sealed class QuickSelfCheck : SqlMigration;
