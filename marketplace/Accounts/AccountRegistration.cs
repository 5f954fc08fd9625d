using System.Net;
using System.Net.Mail;
using System.Text.RegularExpressions;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Accounts;

/// <summary>Who registers. REF-14: the referral code says whose link it was; without one the last click of the visitor, whom the attribution cookie names, counts.</summary>
public sealed record NewAccount(
    AccountKind Kind, string DisplayName, string Email, string? Phone, string Country, string? DeviceId, string? ReferralCode = null, Guid? Visitor = null);

/// <summary>Registers freelancers, agencies and clients with their wallets; an agency starts on Agency Plus and pays its first fee.</summary>
public sealed partial class AccountRegistration(
    NpgsqlDataSource source, AccountReader accounts, PolicyBook policies, IPaymentGateway gateway, RegistrationLimiter limiter, ContactVerification contacts, ISignUpReferrals referrals,
    ChangeFeed changes, TimeProvider clock)
{
    public async Task<Outcome<Account>> RegisterAsync(NewAccount input, Caller caller, CancellationToken cancellation)
    {
        if (Check(input) is { } invalid)
        {
            return invalid;
        }

        // A staff member registers somebody else: no device or address signal, and no limit.
        if (!caller.IsStaff && limiter.Refuses(caller.Address, out var wait))
        {
            return new Forbidden($"Too many accounts were registered from this address. Try again in {Math.Ceiling(wait.TotalSeconds):0} seconds.");
        }

        var now = clock.GetUtcNow();
        var (link, unknown) = await referrals.FindAsync(
            // A staff member's own clicks say nothing of the person who is registered.
            input.ReferralCode, caller.IsStaff ? null : input.Visitor, now, cancellation);
        if (unknown is not null)
        {
            return unknown;
        }

        var email = input.Email.Trim();
        // PLN-16: an agency signs up for Agency Plus; Agency Basic is reached by downgrade alone.
        PlanCode? plan = input.Kind switch
        {
            AccountKind.Freelancer => PlanCode.FreelancerBasic,
            AccountKind.Agency => PlanCode.AgencyPlus,
            AccountKind.Client => null,
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
        var fee = plan is null ? 0 : policies.At(now).Plans.Single(p => p.Code == plan).MonthlyPriceCents;
        if (fee > 0)
        {
            // The reference names the person, so that a registration tried again is charged once.
            var charge = await gateway.ChargeAsync(new Charge($"membership/{input.Kind}/{email.ToLowerInvariant()}", new Money(fee), PaymentMethod.Card, null, AtOnce: true), cancellation);
            if (charge.Outcome is not ChargeOutcome.Settled)
            {
                return new Forbidden($"The first membership fee of {new Money(fee)} could not be charged to the card.");
            }
        }

        var registered = await TransientRetry.RunAsync(
            c => RegisterAsync(
                command => command.Add(input.Kind.ToText()).AddText(caller.IsStaff ? null : caller.Subject).Add(input.DisplayName.Trim()).Add(email).Add(email.ToLowerInvariant())
                    .AddText(input.Phone).Add(input.Country).AddText(caller.IsStaff ? null : input.DeviceId).AddText(plan?.ToText()).Add(fee).Add(now),
                link,
                new SignUp(input.Kind, input.Country, caller.IsStaff ? null : AddressOf(caller)),
                now,
                c),
            cancellation);
        if (registered is not { } id)
        {
            return new Invalid("email", $"An account of kind {input.Kind.ToText()} with this email exists already.");
        }

        await contacts.SendAsync(id, ContactChannel.Email, cancellation);
        if (input.Phone is not null)
        {
            await contacts.SendAsync(id, ContactChannel.Phone, cancellation);
        }

        var account = new AccountId(id);
        changes.WalletChanged(account);
        return (await accounts.ByIdAsync(account, cancellation))!;
    }

    /// <summary>The account and the referral it is owed to, in one transaction; null where the email is taken.</summary>
    private async Task<long?> RegisterAsync(Action<NpgsqlCommand> bind, SignUpLink? link, SignUp signUp, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select marketplace.register_account($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        bind(command);
        if (await command.ExecuteScalarAsync(cancellation) is not long id)
        {
            return null;
        }

        if (signUp.Kind == AccountKind.Freelancer && policies.At(now) is { Grants.Registration: > 0 and var welcome } policy)
        {
            await using var grant = connection.CreateCommand();
            grant.CommandText = "select marketplace.welcome_freelancer($1, $2, $3, $4)";
            grant.Add(id).Add(welcome).Add(now).Add(now.AddYears(policy.Connects.LifetimeYears));
            await grant.ExecuteNonQueryAsync(cancellation);
        }

        if (signUp.Address is not null)
        {
            // Whoever refers somebody later is known by it too.
            await using var mark = connection.CreateCommand();
            mark.CommandText = "select marketplace.mark_identity($1, 'ADDRESS', $2, $3)";
            mark.Add(id).Add(signUp.Address).Add(now);
            await mark.ExecuteNonQueryAsync(cancellation);
        }

        if (link is not null)
        {
            await referrals.AttributeAsync(connection, new AccountId(id), link, signUp, now, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return id;
    }

    // Whoever comes from this machine itself, a proxy in front or a developer, says nothing about a person.
    private static string? AddressOf(Caller caller) => IPAddress.TryParse(caller.Address, out var address) && IPAddress.IsLoopback(address) ? null : caller.Address;

    private static Invalid? Check(NewAccount input) => input switch
    {
        { DisplayName: var name } when name.Trim().Length is 0 or > 100 => new Invalid("displayName", "A display name of 1 to 100 characters is expected."),
        { Email: var email } when email.Trim().Length > 254 || !MailAddress.TryCreate(email.Trim(), out var address) || address.Address != email.Trim() || !address.Host.Contains('.', StringComparison.Ordinal)
            => new Invalid("email", "An email address such as name@example.com is expected."),
        { Phone: { } phone } when !E164().IsMatch(phone) => new Invalid("phone", "A phone number in international form such as +15550100200 is expected."),
        { DeviceId.Length: > 200 } => new Invalid("deviceId", "A device id of at most 200 characters is expected."),
        _ => null,
    };

    [GeneratedRegex(@"\A\+[0-9]{6,15}\z", RegexOptions.None, 1000)]
    private static partial Regex E164();
}
