using System.Numerics;

namespace Experiments.Statistics;

/// <summary>
/// Every way in which a design could have dealt a control and a treatment. Within a block the hand of arms that was dealt is the same each
/// time; a block that is not full gets a part of the hand, so that some of its ways are likelier than others. Units of other arms, and those
/// left out, stay where they are: of them the hypothesis says nothing.
/// </summary>
internal sealed class BlockDesign
{
    private readonly List<Block> _blocks = [];

    internal BlockDesign(IReadOnlyList<DesignUnit> units, string control, string treatment)
    {
        var groups = units.Select((unit, index) => (unit, index)).GroupBy(each => each.unit.Block).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        var full = groups.Length == 0 ? 0 : groups.Max(group => group.Length);
        var hand = groups.FirstOrDefault(group => group.Length == full) ?? [];
        foreach (var group in groups)
        {
            var dealt = group.Length == full ? group : hand;
            int Left(string variant) => dealt.Count(each => each.unit.Variant == variant) - group.Count(each => !each.unit.Included && each.unit.Variant == variant);
            int[] free = [.. group.Where(each => each.unit.Included && (each.unit.Variant == control || each.unit.Variant == treatment)).Select(each => each.index)];
            if (free.Length > 0)
                _blocks.Add(Block.Of(free, Math.Max(0, Left(control)), Math.Max(0, Left(treatment))));
        }
    }

    /// <summary>In how many ways the units could have been dealt.</summary>
    internal BigInteger Assignments => _blocks.Aggregate(BigInteger.One, (product, block) => product * block.Ways);

    /// <summary>The smallest p-value that any outcome could have: the least likely way's own chance, and its mirror's where the arms may be exchanged.</summary>
    internal double SmallestPValue
    {
        get
        {
            if (_blocks.Count == 0)
                return 1;
            var least = _blocks.Aggregate(1.0, (product, block) => product * block.LeastChance);
            return Math.Min(1, _blocks.TrueForAll(block => block.Symmetric) ? 2 * least : least);
        }
    }

    /// <summary>All ways, each as the sums over the units it would treat.</summary>
    internal List<Dealt> All(IReadOnlyList<UnitParts> units)
    {
        List<Dealt> ways = [new Dealt(default, 1)];
        foreach (var block in _blocks)
        {
            var options = block.Options(units);
            var next = new List<Dealt>(ways.Count * options.Count);
            foreach (var way in ways)
            {
                foreach (var option in options)
                    next.Add(new Dealt(way.Treated + option.Treated, way.Weight * option.Weight));
            }

            ways = next;
        }

        return ways;
    }

    /// <summary>One way by chance.</summary>
    internal Dealt Draw(IReadOnlyList<UnitParts> units, Draws draws)
    {
        var treated = default(UnitParts);
        foreach (var block in _blocks)
        {
            var (controls, treatments) = (block.Controls, block.Treatments);
            foreach (var unit in block.Units)
            {
                if (draws.Below(controls + treatments) < treatments)
                {
                    treated += units[unit];
                    treatments--;
                }
                else
                {
                    controls--;
                }
            }
        }

        return new Dealt(treated, 1);
    }

    private sealed record Block(int[] Units, int Controls, int Treatments, double[] Weights)
    {
        /// <summary>Weights by the number of treated units: the hands that leave such a way, as falling factorials, against the likeliest.</summary>
        internal static Block Of(int[] units, int controls, int treatments)
        {
            static double Falling(int from, int count)
                => count > from ? double.NegativeInfinity : Enumerable.Range(from - count + 1, count).Sum(factor => Math.Log(factor));

            double[] logarithms = [.. Enumerable.Range(0, units.Length + 1).Select(treated => Falling(treatments, treated) + Falling(controls, units.Length - treated))];
            var largest = logarithms.Max();
            return double.IsNegativeInfinity(largest)
                ? throw new ArgumentException("A block holds an assignment that its design cannot draw.", nameof(units))
                : new Block(units, controls, treatments, [.. logarithms.Select(logarithm => Math.Exp(logarithm - largest))]);
        }

        internal BigInteger Ways => Enumerable.Range(0, Units.Length + 1).Where(treated => Weights[treated] > 0).Aggregate(BigInteger.Zero, (sum, treated) => sum + Choose(treated));

        internal double LeastChance => Weights.Where(weight => weight > 0).Min() / Enumerable.Range(0, Weights.Length).Sum(treated => Weights[treated] * (double)Choose(treated));

        internal bool Symmetric => Enumerable.Range(0, Weights.Length).All(treated => Math.Abs(Weights[treated] - Weights[Units.Length - treated]) < 1e-9);

        internal List<Dealt> Options(IReadOnlyList<UnitParts> units)
        {
            var options = new List<Dealt>();
            void Choosing(int at, int treated, UnitParts sums)
            {
                if (at == Units.Length)
                {
                    if (Weights[treated] > 0)
                        options.Add(new Dealt(sums, Weights[treated]));
                    return;
                }

                if (at - treated < Controls)
                    Choosing(at + 1, treated, sums);
                if (treated < Treatments)
                    Choosing(at + 1, treated + 1, sums + units[Units[at]]);
            }

            Choosing(0, 0, default);
            return options;
        }

        private BigInteger Choose(int treated)
        {
            var ways = BigInteger.One;
            for (var factor = 1; factor <= treated; factor++)
                ways = ways * (Units.Length - treated + factor) / factor;
            return ways;
        }
    }
}

/// <summary>A unit's part in a statistic, kept apart by the arm it was really in, so that an effect can be taken out of the treated ones.</summary>
/// <param name="Untreated">Its value, if it was in control.</param>
/// <param name="Treated">Its value, if it was treated.</param>
/// <param name="Divisor">Its denominator; 1 for a mean.</param>
internal readonly record struct UnitParts(double Untreated, double Treated, double Divisor)
{
    public static UnitParts operator +(UnitParts left, UnitParts right)
        => new(left.Untreated + right.Untreated, left.Treated + right.Treated, left.Divisor + right.Divisor);

    public static UnitParts operator -(UnitParts left, UnitParts right)
        => new(left.Untreated - right.Untreated, left.Treated - right.Treated, left.Divisor - right.Divisor);
}

/// <summary>One way of dealing.</summary>
/// <param name="Treated">The sums over the units it treats.</param>
/// <param name="Weight">How likely it is, against the others.</param>
internal readonly record struct Dealt(UnitParts Treated, double Weight);

/// <summary>SplitMix64: small, fast, and the same on every machine and in every version. See Steele, Lea and Flood (OOPSLA 2014).</summary>
internal sealed class Draws(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A whole number from 0 up to below the bound, all equally likely to within 2^-32.</summary>
    internal int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);
}
