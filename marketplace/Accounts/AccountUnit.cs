using System.Buffers.Text;
using System.Text;
using Experiments.Flags;

namespace Marketplace.Accounts;

/// <summary>An account as flags and experiments know it: its key is the account's global id, so that clients and services name the same unit.</summary>
public static class AccountUnit
{
    public static string Key(AccountId account) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"Account:{account}"));

    public static UnitContext Of(Account account)
    {
        var kind = account.Kind.ToString().ToUpperInvariant();
        return new UnitContext(
            Key(account.AccountId), [kind], new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = kind, ["country"] = account.Country });
    }
}
