namespace Marketplace.Api.SignIn;

/// <summary>Finds whose account it is, so that a development token can be that person's.</summary>
public interface IDevelopmentSubjects
{
    /// <summary>The subject that owns the account, bound to it now when nobody was yet; null when there is no such account.</summary>
    Task<string?> SubjectOfAsync(string accountGlobalId, CancellationToken cancellation);
}
