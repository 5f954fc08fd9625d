namespace Marketplace.Policies;

/// <param name="CodeHours">How long a code that was sent to an address or a phone is good.</param>
/// <param name="CodeGuesses">How often it may be guessed wrong.</param>
public sealed record AccountPolicy(int CodeHours, int CodeGuesses)
{
    internal IEnumerable<string> Problems()
    {
        if (CodeHours is < 1 or > 720) yield return "accounts.codeHours must be 1 to 720";
        if (CodeGuesses is < 1 or > 100) yield return "accounts.codeGuesses must be 1 to 100";
    }
}

/// <param name="WithoutPaypal">PAY-01, PAY-03: the countries in which PayPal is not offered. Cards are offered everywhere, and so is what was earned.</param>
public sealed record PaymentPolicy(IReadOnlyList<string> WithoutPaypal)
{
    internal IEnumerable<string> Problems()
    {
        foreach (var country in WithoutPaypal.Where(c => !CountryCode.TryParse(c, out _))) yield return $"payments.withoutPaypal: '{country}' is no country code";
    }
}
