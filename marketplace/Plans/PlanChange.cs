using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Plans;

public sealed record PlanOrder(AccountId Account, PlanCode Plan, PaymentMethod Method, string? Token, string IdempotencyKey);

/// <summary>
/// Changes a talent's plan: an upgrade at once with its share of the fee and of the paid Connects (PLN-09), a downgrade at the end of the cycle;
/// asking for the present plan takes a waiting downgrade back.
/// </summary>
public sealed class PlanChange(
    NpgsqlDataSource source, AccountReader accounts, MembershipReader memberships, PolicyBook policies, IdempotencyKeys keys, PlanRenewals renewals, ChangeFeed changes, TimeProvider clock)
{
    private const string Operation = "changePlan";

    public async Task<Outcome<Account>> ChangeAsync(PlanOrder order, Caller caller, CancellationToken cancellation)
    {
        if (InputHash.CheckKey(order.IdempotencyKey) is { } invalid)
        {
            return invalid;
        }

        if (await accounts.ByIdAsync(order.Account, cancellation) is not { } account)
        {
            return new NotFound("account");
        }

        if (!(await accounts.AccountsOfAsync(caller, cancellation)).Contains(account.Id))
        {
            return new Forbidden("This account is somebody else's.");
        }

        if (!IsOf(order.Plan, account))
        {
            return new WrongState(account.Kind.ToText(), $"{order.Plan.ToText()} is not a plan for an account of kind {account.Kind.ToText()}.");
        }

        var hash = InputHash.Of(order);
        if (await keys.FindAsync(order.Account, Operation, order.IdempotencyKey, cancellation) is { } known)
        {
            return known.IsOf(hash) ? await FinishAsync(order, account, known.Result ?? 0) : new IdempotencyConflict();
        }

        if (PaymentMethods.Refuse(order.Method, account.Country, policies.At(clock.GetUtcNow()).Payments) is { } notOffered)
        {
            return notOffered;
        }

        return await DecideAsync(order, account, hash, cancellation);
    }

    private async Task<Outcome<Account>> DecideAsync(PlanOrder order, Account account, byte[] hash, CancellationToken cancellation)
    {
        while (true)
        {
            if (account.Status != AccountStatus.Active)
            {
                return new AccountNotActive(account.Status);
            }

            // A cycle date that has come is gone through first, and a charge that is open is settled: the change is one of what holds now.
            var now = clock.GetUtcNow();
            await renewals.RunAsync(order.Account, now, null, cancellation);
            var membership = await memberships.OfAsync(order.Account, cancellation);
            var begun = await TransientRetry.RunAsync(c => BeginAsync(order, membership, hash, now, c), CancellationToken.None);
            switch (begun.Outcome)
            {
                case "CHANGED":
                    changes.WalletChanged(order.Account);
                    return account;
                case "CHARGE" or "REPEATED":
                    return await FinishAsync(order, account, begun.Charge);
                case "IDEMPOTENCY_CONFLICT":
                    return new IdempotencyConflict();
                case "NOT_ACTIVE":
                    return new AccountNotActive(EnumText.Parse<AccountStatus>(begun.Status));
                case "NOTHING_TO_CHANGE":
                    return new WrongState(order.Plan.ToText(), membership.Plan == order.Plan ? "The account is on this plan already." : "The change to this plan waits for the end of the cycle already.");
                case "INSUFFICIENT_FUNDS":
                    return new InsufficientFunds(Upgrade(order, membership, now).Fee, new Money(begun.Available));
                case "STALE":
                    account = (await accounts.ByIdAsync(order.Account, cancellation))!;
                    continue;
                case var answer:
                    throw new InvalidOperationException($"begin_plan_change answered '{answer}'.");
            }
        }
    }

    /// <summary>Has the charge settled that an upgrade waits for, now or after a host that died; a client that leaves meanwhile changes nothing.</summary>
    private async Task<Outcome<Account>> FinishAsync(PlanOrder order, Account account, long charge)
    {
        if (charge > 0)
        {
            await renewals.RunAsync(order.Account, clock.GetUtcNow(), null, CancellationToken.None);
            switch (await StateOfAsync(order.Account, charge))
            {
                case "DECLINED":
                    return new PaymentDeclined("The payment for the upgrade was declined. Nothing was charged and the plan is what it was.");
                case "PENDING":
                    return new AccountNotActive((await accounts.ByIdAsync(order.Account, CancellationToken.None))!.Status);
            }
        }

        return account;
    }

    private async Task<(string Outcome, string Status, long Charge, long Available)> BeginAsync(PlanOrder order, Membership membership, byte[] hash, DateTimeOffset now, CancellationToken cancellation)
    {
        var change = order.Plan == membership.Plan ? "STAY" : order.Plan == Plan.BasicOf(membership.Plan) ? "DOWNGRADE" : "UPGRADE";
        var upgrade = change == "UPGRADE" ? Upgrade(order, membership, now) : default;
        await using var command = source.CreateCommand(
            "select outcome, status, charge_number, available from marketplace.begin_plan_change($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
        command.Add(order.Account.Value).Add(change).Add(order.Plan.ToText()).Add(membership.Plan.ToText()).Add(membership.Cycle)
            .Add(upgrade.Fee.Cents).Add(upgrade.Connects).Add(upgrade.CostCents).Add(order.Method.ToText()).AddText(order.Token)
            .Add(order.IdempotencyKey).Add(hash).Add(now).Add(now.AddYears(policies.At(now).Connects.LifetimeYears));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? 0 : reader.GetInt64(2), reader.IsDBNull(3) ? 0 : reader.GetInt64(3));
    }

    // PLN-09, by the terms that hold for this cycle: a price that changed since it began is the next cycle's.
    private (Money Fee, int Connects, long CostCents) Upgrade(PlanOrder order, Membership membership, DateTimeOffset now)
    {
        var policy = policies.At(membership.CycleStart);
        var plan = policy.Plan(order.Plan);
        var share = CycleShare.Of(membership.CycleStart, membership.CycleEnd, now);
        var connects = share.Of(plan.MonthlyPaidConnects);
        return (share.Of(new Money(plan.MonthlyPriceCents)), connects, (long)connects * policy.Connects.UnitPriceCents);
    }

    private async Task<string> StateOfAsync(AccountId account, long charge)
    {
        await using var command = source.CreateCommand("select state from marketplace.plan_charge where account_id = $1 and number = $2");
        command.Add(account.Value).Add(charge);
        return (string)(await command.ExecuteScalarAsync(CancellationToken.None))!;
    }

    private static bool IsOf(PlanCode plan, Account account) => plan switch
    {
        PlanCode.FreelancerBasic or PlanCode.FreelancerPlus => account is Freelancer,
        PlanCode.AgencyBasic or PlanCode.AgencyPlus => account is Agency,
        _ => throw new ArgumentOutOfRangeException(nameof(plan)),
    };
}
