using System.Buffers.Text;
using System.Text;
using Experiments.Flags;

namespace Marketplace.Accounts;

/// <summary>An account as flags and experiments know it: its key is the account's global id, so that clients and services name the same unit.</summary>
public static class AccountUnit
{
    public static string Key(AccountId account) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"Account:{account}"));

    public static UnitContext Of(Account account) => Of(account.AccountId, account.Kind.ToString().ToUpperInvariant(), account.Country);

    internal static UnitContext Of(AccountId account, string kind, string country) =>
        new(Key(account), [kind], new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = kind, ["country"] = country });
}
