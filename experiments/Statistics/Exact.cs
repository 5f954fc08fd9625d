using System.Globalization;
using System.Numerics;

namespace Experiments.Statistics;

/// <summary>
/// A decimal number of any size, exactly: <c>Unscaled / 10^Scale</c>. Sums of squares of amounts near 1e9 cents have more digits than
/// <see cref="double"/> holds, and products of such sums more than <see cref="decimal"/> does; a variance is a small difference between them.
/// </summary>
/// <param name="Unscaled">The digits, as a whole number.</param>
/// <param name="Scale">How many of the digits are behind the point; not negative.</param>
public readonly record struct Exact(BigInteger Unscaled, int Scale) : IComparable<Exact>
{
    /// <summary>Nothing.</summary>
    public static Exact Zero => default;

    /// <summary>Reads digits, with a point, a sign or an exponent where there is one: what PostgreSQL writes for a <c>numeric</c>.</summary>
    /// <exception cref="FormatException">The text is not such a number.</exception>
    public static Exact Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var exponentAt = text.IndexOfAny(['e', 'E']);
        var exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = exponentAt < 0 ? text : text[..exponentAt];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        var whole = BigInteger.Parse(point < 0 ? digits : digits.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return scale >= exponent ? new Exact(whole, scale - exponent) : new Exact(whole * BigInteger.Pow(10, exponent - scale), 0);
    }

    /// <summary>The sum.</summary>
    public static Exact operator +(Exact left, Exact right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new Exact(left.At(scale) + right.At(scale), scale);
    }

    /// <summary>The difference.</summary>
    public static Exact operator -(Exact left, Exact right) => left + -right;

    /// <summary>The negative.</summary>
    public static Exact operator -(Exact value) => value with { Unscaled = -value.Unscaled };

    /// <summary>The product.</summary>
    public static Exact operator *(Exact left, Exact right) => new(left.Unscaled * right.Unscaled, left.Scale + right.Scale);

    /// <summary>A whole number.</summary>
    public static implicit operator Exact(long value) => new(value, 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Exact(BigInteger value) => new(value, 0);

    /// <summary>A decimal, digit for digit.</summary>
    public static implicit operator Exact(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return new Exact(bits[3] < 0 ? -digits : digits, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => Divide(Unscaled, BigInteger.Pow(10, Scale));

    /// <summary>The quotient of two exact numbers as the nearest double.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="right"/> is zero.</exception>
    public static double Quotient(Exact left, Exact right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return Divide(left.At(scale), right.At(scale));
    }

    /// <summary>Whether it is zero, below it or above it.</summary>
    public int Sign => Unscaled.Sign;

    /// <inheritdoc/>
    public int CompareTo(Exact other) => (this - other).Sign;

    /// <summary>Whether both are the same number, however many zeros are behind the point.</summary>
    public bool Equals(Exact other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => ToDouble().GetHashCode();

    /// <summary>The digits.</summary>
    public override string ToString() => Scale == 0
        ? Unscaled.ToString(CultureInfo.InvariantCulture)
        : $"{Unscaled.ToString(CultureInfo.InvariantCulture)}e-{Scale.ToString(CultureInfo.InvariantCulture)}";

    private BigInteger At(int scale) => scale == Scale ? Unscaled : Unscaled * BigInteger.Pow(10, scale - Scale);

    // BigInteger's own conversion cuts off. Here 63 or 64 bits of quotient, the last of them set where a remainder is left, round once, to the nearest.
    private static double Divide(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException();
        if (numerator.IsZero)
            return 0;
        var (above, below) = (BigInteger.Abs(numerator), BigInteger.Abs(denominator));
        var shift = (int)(63 - (above.GetBitLength() - below.GetBitLength()));
        var quotient = BigInteger.DivRem(shift > 0 ? above << shift : above, shift < 0 ? below << -shift : below, out var rest);
        var digits = (ulong)quotient | (rest.IsZero ? 0UL : 1UL);
        return Math.ScaleB(numerator.Sign * denominator.Sign * (double)digits, -shift);
    }
}
