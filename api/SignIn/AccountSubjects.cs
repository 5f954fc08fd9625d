using GraphQL;
using Npgsql;

namespace Marketplace.Api.SignIn;

/// <summary>Finds an account's subject; an account that nobody is bound to yet gets a development subject of its own.</summary>
internal sealed class AccountSubjects(NpgsqlDataSource source) : IDevelopmentSubjects
{
    public async Task<string?> SubjectOfAsync(string accountGlobalId, CancellationToken cancellation)
    {
        if (!GlobalId.TryParse(accountGlobalId, out var id) || id.TypeName != "Account" || !AccountId.TryParse(id.Key, null, out var account))
        {
            return null;
        }

        await using var command = source.CreateCommand("select marketplace.bind_development_subject($1)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
