using Npgsql;

namespace Marketplace.Accounts;

/// <param name="Id">The referrer's link.</param>
/// <param name="Program">Its program.</param>
/// <param name="Channel">What the click said of where it came from.</param>
public sealed record SignUpLink(OwnedId Id, string Program, string? Channel);

/// <param name="Kind">What signs up.</param>
/// <param name="Country">Where.</param>
/// <param name="Address">Whose network address it came from; null where staff registered.</param>
public sealed record SignUp(AccountKind Kind, string Country, string? Address);

/// <summary>Whom a sign-up is owed to. The feature of referrals answers; accounts come before it.</summary>
public interface ISignUpReferrals
{
    /// <summary>The link of a code, or of the visitor's last click; a code that is nobody's is refused.</summary>
    Task<(SignUpLink? Link, Refusal? Refusal)> FindAsync(string? code, Guid? visitor, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Freezes the referral in the transaction that made the account.</summary>
    Task AttributeAsync(NpgsqlConnection connection, AccountId referred, SignUpLink link, SignUp signUp, DateTimeOffset now, CancellationToken cancellation);
}
