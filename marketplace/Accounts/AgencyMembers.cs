using Marketplace.Database;
using Npgsql;

namespace Marketplace.Accounts;

/// <summary>Freelancers who act for an agency: what they submit for it is paid and rewarded there.</summary>
public sealed class AgencyMembers(NpgsqlDataSource source, AccountReader accounts, TimeProvider clock)
{
    public async Task<Outcome<Account>> AddAsync(AccountId agency, AccountId freelancer, Caller caller, CancellationToken cancellation)
    {
        string outcome;
        string? status;
        await using (var command = source.CreateCommand("select outcome, status from marketplace.add_agency_member($1, $2, $3, $4)"))
        {
            command.AddText(caller.Subject).Add(agency.Value).Add(freelancer.Value).Add(clock.GetUtcNow());
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            (outcome, status) = (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
        }

        return outcome switch
        {
            "ADDED" => (await accounts.ByIdAsync(agency, cancellation))!,
            "AGENCY_NOT_FOUND" => new NotFound("agency"),
            "FREELANCER_NOT_FOUND" => new NotFound("freelancer"),
            "FORBIDDEN" => new Forbidden("Only the agency's owner adds members."),
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            "MEMBER_ALREADY" => new WrongState("MEMBER", "The freelancer is a member of this agency already."),
            _ => throw new InvalidOperationException($"add_agency_member answered '{outcome}'."),
        };
    }
}
