namespace Marketplace.Changes;

/// <summary>
/// The names under which watchers follow what changes. A topic holds no space: a notification lists several. A feature with
/// something new to watch adds its topic here and tells it to the <see cref="ChangeFeed"/> after its transaction.
/// </summary>
public static class ChangeTopics
{
    /// <summary>Anything may have changed: everybody who watches reads again.</summary>
    public const string Everything = "*";

    public static string Wallet(AccountId owner) => $"wallet:{owner}";

    public static string Job(JobId job) => $"job:{job}";
}
