using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>Makes links. One per account, program and source: asking again answers the one that is there.</summary>
public sealed class ReferralLinks(NpgsqlDataSource source, AccountReader accounts, ReferralReader referrals, ReferralCodes codes, PolicyBook policies, TimeProvider clock)
{
    private const int MostChannelCharacters = 100;

    private static readonly Forbidden NotOwn = new("A link is made for an account of one's own.");

    public async Task<Outcome<ReferralLink>> CreateAsync(AccountId owner, string programKey, ReferralSource where, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (policies.At(now).Referrals.InForce.SingleOrDefault(p => p.Key == programKey) is not { } program)
        {
            return new NotFound("referral program");
        }

        if (await accounts.ByIdAsync(owner, cancellation) is not { } account)
        {
            return new NotFound("account");
        }

        // Whose account it is comes first: nobody learns from a refusal what somebody else's account is.
        if (!await accounts.MayReadAsync(caller, owner.Value, [], cancellation))
        {
            return NotOwn;
        }

        var badges = (await accounts.BadgesAsync([owner.Value], cancellation))[owner.Value];
        if (ReferralEligibility.Problem(program.Referrers, account, [.. badges]) is { } problem)
        {
            return new NotEligible($"{program.Name}: {problem}");
        }

        var code = await codes.WriteAsync(owner, program.Key, where, cancellation);
        var (outcome, status, number) = await source.CreateCommand("select outcome, status, link_number from marketplace.create_referral_link($1, $2, $3, $4, $5, $6, $7)")
            .AddText(caller.Subject).Add(owner.Value).Add(program.Key).Add(where.ToText()).Add(program.NeedsApproval).Add(code).Add(now)
            .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? 0 : row.GetInt64(2)), cancellation);
        return outcome switch
        {
            "CREATED" => (await referrals.LinkAsync(new OwnedId(owner.Value, number), cancellation))!,
            "NOT_FOUND" => new NotFound("account"),
            "FORBIDDEN" => NotOwn,
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            "NOT_APPROVED" => new NotEligible($"{program.Name}: apply first; a person approves who takes part."),
            _ => throw new InvalidOperationException($"create_referral_link answered '{outcome}'."),
        };
    }

    /// <summary>A code for every source, of links that are there and of those that nobody made yet; null where the account could post none.</summary>
    public async Task<IReadOnlyDictionary<ReferralSource, string>?> CodesAsync(AccountId owner, string programKey, CancellationToken cancellation)
    {
        if (policies.At(clock.GetUtcNow()).Referrals.InForce.SingleOrDefault(p => p.Key == programKey) is not { } program)
        {
            return null;
        }

        var made = (await referrals.LinksOfAsync([owner.Value], cancellation))[owner.Value].Where(l => l.Program == programKey).ToDictionary(l => l.Source, l => l.Code);
        // A link of a program that a person approves for is made by its owner, never by a click.
        if (program.NeedsApproval)
        {
            return made.Count == 0 ? null : made;
        }

        foreach (var where in Enum.GetValues<ReferralSource>().Except(made.Keys).ToArray())
        {
            made[where] = await codes.WriteAsync(owner, programKey, where, cancellation);
        }

        return made.OrderBy(c => c.Key).ToDictionary(c => c.Key, c => c.Value);
    }

    /// <summary>The link that a code names, made now where nobody had made it yet; null for a code that is not ours.</summary>
    public async Task<SignUpLink?> ResolveAsync(string code, CancellationToken cancellation)
    {
        if (await MadeAsync(code, cancellation) is { } link)
        {
            return link;
        }

        var now = clock.GetUtcNow();
        if (await NamedAsync(code, now, cancellation) is not { } named)
        {
            return null;
        }

        var number = await source.CreateCommand("select marketplace.ensure_referral_link($1, $2, $3, $4, $5)")
            .Add(named.Owner.Value).Add(named.Program).Add(named.Source.ToText()).Add(code).Add(now).SingleAsync(row => row.GetInt64(0), cancellation);
        return new SignUpLink(new OwnedId(named.Owner.Value, number), named.Program, null);
    }

    /// <summary>Whether a code is somebody's. Nothing is written, neither a click nor a link.</summary>
    public async Task<bool> KnowsAsync(string code, CancellationToken cancellation) =>
        await MadeAsync(code, cancellation) is not null || await NamedAsync(code, clock.GetUtcNow(), cancellation) is not null;

    private Task<SignUpLink?> MadeAsync(string code, CancellationToken cancellation) =>
        FindAsync("select account_id, number, program, null from marketplace.referral_link where code = $1", command => command.Add(code), cancellation);

    private ValueTask<(AccountId Owner, string Program, ReferralSource Source)?> NamedAsync(string code, DateTimeOffset now, CancellationToken cancellation) =>
        codes.ReadAsync(code, policies.At(now).Referrals.InForce.Where(p => !p.NeedsApproval).Select(p => p.Key), cancellation);

    /// <summary>REF-14: the last link that a visitor clicked within the days that count.</summary>
    public Task<SignUpLink?> LastClickedAsync(Guid visitor, DateTimeOffset now, CancellationToken cancellation) =>
        FindAsync(
            """
            select l.account_id, l.number, l.program, t.channel
            from marketplace.referral_touch t join marketplace.referral_link l on l.account_id = t.account_id and l.number = t.link_number
            where t.visitor = $1 and t.at > $2 and t.at <= $3 order by t.at desc limit 1
            """,
            command => command.Add(visitor).Add(now.AddDays(-policies.At(now).Referrals.AttributionDays)).Add(now),
            cancellation);

    /// <summary>A click of a visitor who agreed to be remembered: one a link and day counts. Whether the code is somebody's.</summary>
    public async Task<bool> ClickAsync(string code, Guid visitor, string? channel, CancellationToken cancellation)
    {
        if (await ResolveAsync(code, cancellation) is not { } link)
        {
            return false;
        }

        await using var command = source.CreateCommand("select marketplace.record_referral_touch($1, $2, $3, $4, $5)");
        command.Add(link.Id.AccountId).Add(link.Id.Number).Add(visitor).AddText(Plain(channel)).Add(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellation);
        return true;
    }

    /// <summary>What an address claims of where it was posted: one short line of text, or nothing.</summary>
    private static string? Plain(string? channel)
    {
        var plain = new string([.. (channel ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(MostChannelCharacters)]);
        return plain.Length == 0 ? null : plain;
    }

    private async Task<SignUpLink?> FindAsync(string sql, Action<NpgsqlCommand> bind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        bind(command);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new SignUpLink(new OwnedId(reader.GetInt64(0), reader.GetInt64(1)), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3))
            : null;
    }
}
