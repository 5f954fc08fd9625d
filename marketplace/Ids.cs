using System.Diagnostics.CodeAnalysis;

namespace Marketplace;

public readonly record struct AccountId(long Value) : IParsable<AccountId>
{
    public static AccountId Parse(string s, IFormatProvider? provider) => new(long.Parse(s, NumberStyles.None, CultureInfo.InvariantCulture));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AccountId result)
    {
        var parsed = long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        result = new AccountId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

public readonly record struct JobId(long Value) : IParsable<JobId>
{
    public static JobId Parse(string s, IFormatProvider? provider) => new(long.Parse(s, NumberStyles.None, CultureInfo.InvariantCulture));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobId result)
    {
        var parsed = long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        result = new JobId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// The id of something an account owns: a lot, a transaction, a proposal, a purchase. It names the account first, as
/// the keys of those tables do, so that a lookup always knows which part of a spread-out database to ask.
/// </summary>
public readonly record struct OwnedId(long AccountId, long Number) : IParsable<OwnedId>
{
    public static OwnedId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not an account's number, a dash and a number.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OwnedId result)
    {
        result = default;
        var dash = s?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash <= 0
            || !long.TryParse(s.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var account)
            || !long.TryParse(s.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        result = new OwnedId(account, number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AccountId}-{Number}");
}
