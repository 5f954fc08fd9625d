namespace Marketplace;

/// <summary>ISO 3166-1 alpha-2: two capital letters.</summary>
public readonly record struct CountryCode
{
    private CountryCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, out CountryCode code)
    {
        code = text is { Length: 2 } && text.All(char.IsAsciiLetterUpper) ? new CountryCode(text) : default;
        return code.Value is not null;
    }

    public override string ToString() => Value;
}
