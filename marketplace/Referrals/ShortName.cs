namespace Marketplace.Referrals;

/// <summary>REF-10: the first name and an initial, which is what a friend knows anyway.</summary>
public static class ShortName
{
    public static string Of(string? name) => name?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) switch
    {
        null or [] => "Erased account",
        [var only] => only,
        [var first, .., var last] => $"{first} {char.ToUpperInvariant(last[0])}.",
    };
}
