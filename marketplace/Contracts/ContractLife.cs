using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Jobs;
using Npgsql;

namespace Marketplace.Contracts;

/// <summary>Hiring, and what a client changes of a contract afterwards: the hours of the week that runs (HRS-01), its end.</summary>
public sealed class ContractLife(NpgsqlDataSource source, ContractReader contracts, ChangeFeed changes, TimeProvider clock)
{
    private const int HoursOfAWeek = 168;

    public async Task<Outcome<Contract>> HireAsync(OwnedId proposal, DateTimeOffset? endsAt, int? hours, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (endsAt <= now)
        {
            return new Invalid("endsAt", $"An instant after now ({now:yyyy-MM-ddTHH:mm:ssZ}) is expected.");
        }

        if (hours is < 1 or > HoursOfAWeek)
        {
            return new Invalid("authorizedHours", $"1 to {HoursOfAWeek} hours a week are expected.");
        }

        var (outcome, status, number) = await TransientRetry.RunAsync(
            c => source.CreateCommand("select outcome, status, contract_number from marketplace.hire($1, $2, $3, $4, $5, $6)")
                .AddText(caller.Subject).Add(proposal.AccountId).Add(proposal.Number).AddInstant(endsAt).AddInteger(hours).Add(now)
                .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? 0 : row.GetInt64(2)), c),
            cancellation);
        switch (outcome)
        {
            case "HIRED":
                var contract = (await contracts.ByIdAsync(new OwnedId(proposal.AccountId, number), cancellation))!;
                changes.JobChanged(new JobId(contract.JobId));
                return contract;
            case "NOT_FOUND":
                return new NotFound("proposal");
            case "FORBIDDEN":
                return new Forbidden("Only the job's client hires.");
            case "NOT_ACTIVE":
                return new AccountNotActive(EnumText.Parse<AccountStatus>(status!));
            case "JOB_NOT_OPEN":
                return new JobNotOpen(EnumText.Parse<JobStatus>(status!));
            case "WRONG_STATE":
                return new WrongState(status!, $"The proposal is {status!.ToLowerInvariant()}; a submitted one, or one in an interview, is hired.");
            case "NOT_HOURLY":
                return new Invalid("authorizedHours", "The job has a fixed price: leave the hours out.");
            default:
                throw new InvalidOperationException($"hire answered '{outcome}'.");
        }
    }

    public async Task<Outcome<Contract>> RaiseHoursAsync(OwnedId id, int hours, Caller caller, CancellationToken cancellation) =>
        hours is < 1 or > HoursOfAWeek
            ? new Invalid("hours", $"1 to {HoursOfAWeek} hours a week are expected.")
            : await ChangeAsync(id, "HOURS", hours, null, caller, cancellation);

    public Task<Outcome<Contract>> ExtendAsync(OwnedId id, DateTimeOffset endsAt, Caller caller, CancellationToken cancellation) => ChangeAsync(id, "EXTEND", null, endsAt, caller, cancellation);

    public Task<Outcome<Contract>> EndAsync(OwnedId id, Caller caller, CancellationToken cancellation) => ChangeAsync(id, "END", null, null, caller, cancellation);

    private async Task<Outcome<Contract>> ChangeAsync(OwnedId id, string action, int? hours, DateTimeOffset? endsAt, Caller caller, CancellationToken cancellation)
    {
        var (outcome, present) = await TransientRetry.RunAsync(
            c => source.CreateCommand("select outcome, hours from marketplace.change_contract($1, $2, $3, $4, $5, $6, $7)")
                .AddText(caller.Subject).Add(id.AccountId).Add(id.Number).Add(action).AddInteger(hours).AddInstant(endsAt).Add(clock.GetUtcNow())
                .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? 0 : row.GetInt32(1)), c),
            cancellation);
        return outcome switch
        {
            "DONE" => (await contracts.ByIdAsync(id, cancellation))!,
            "NOT_FOUND" => new NotFound("contract"),
            "FORBIDDEN" => new Forbidden("Only the contract's client, with an active account, changes it."),
            "ENDED" => new WrongState(outcome, "The contract has ended."),
            "NOT_HOURLY" => new WrongState("FIXED_PRICE", "The contract has a fixed price; only an hourly one has hours."),
            "NOT_MORE" => new Invalid("hours", $"{present} hours a week are authorized already; more than that are expected."),
            "NOT_LATER" => new Invalid("endsAt", "An instant after now and after the present end is expected."),
            _ => throw new InvalidOperationException($"change_contract answered '{outcome}'."),
        };
    }
}
