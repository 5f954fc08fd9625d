using Experiments.Lifecycle;

namespace Marketplace.Schema.Experiments;

[GraphQLName("AuditFilter")]
public sealed record AuditFilterInput(string? Subject = null, string? Actor = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

[QueryType]
public static class AuditQueries
{
    private const int LongestText = 300;

    /// <summary>
    /// Who changed what, and why, newest first: flags, experiments, accounts, courtesy grants and the like. `subject` is one thing (`flag:interview-reward`), or the beginning of several
    /// when it ends in a colon or an asterisk (`experiment:`); `from` counts, `to` does not.
    /// </summary>
    [Authorize(Policy = Policies.Staff)]
    public static async Task<Connection<AuditEntry>> GetAuditLogAsync(AuditFilterInput? where, PageArguments page, AuditReader audit, CancellationToken cancellation)
    {
        var filter = new AuditFilter(Checked(where?.Subject, "subject"), Checked(where?.Actor, "actor"), Checked(where?.Action, "action"), where?.From, where?.To);
        return (await audit.ListAsync(filter, page.ToLifecycleRequest(), cancellation)).ToConnection(e => e.Id, async c => await audit.CountAsync(filter, c));
    }

    private static string? Checked(string? text, string field) =>
        text is null || (text.Length <= LongestText && !text.Contains('\0', StringComparison.Ordinal))
            ? text
            : throw new GraphQLException($"where.{field} is no text that an entry can hold: at most {LongestText} characters are expected.", "BAD_USER_INPUT");
}
