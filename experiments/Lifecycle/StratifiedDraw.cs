using System.Globalization;
using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>
/// Randomization for few units: units are ordered by volume and cut into blocks of alike ones; within a block chance deals the arms in
/// exact proportion to their weights (two arms of equal weight: pairs, one of each pair to each arm). Chance is SHA-256 of the seed, so
/// anybody can make the same draw again. See Imbens and Rubin, Causal Inference (2015), chapters 9 and 10.
/// </summary>
internal static class StratifiedDraw
{
    internal sealed record Assigned(string Unit, string Variant, int Block, int BlockRank, decimal Volume);

    internal static IReadOnlyList<Assigned> Draw(IReadOnlyCollection<UnitVolume> units, IReadOnlyList<ExperimentArm> arms, string seed)
    {
        if (units.Count < arms.Count)
            throw new ArgumentException($"{arms.Count} arms need at least as many units; there are {units.Count}.", nameof(units));

        var ordered = units.OrderByDescending(unit => unit.Volume).ThenBy(unit => unit.Unit, StringComparer.Ordinal).ToArray();
        var deal = Deal(arms, ordered.Length);
        var blocks = ordered.Chunk(deal.Count).ToArray();
        var ranks = Ranks(blocks, deal.Count, seed);
        var assigned = new List<Assigned>(ordered.Length);
        for (var block = 0; block < blocks.Length; block++)
        {
            var cards = Shuffle(Enumerable.Range(0, deal.Count), card => $"card\n{block}\n{card}", seed).ToArray();
            var players = Shuffle(blocks[block], unit => $"unit\n{block}\n{unit.Unit}", seed).ToArray();
            // A last block that is not full gets a part of the cards, chosen by chance.
            for (var place = 0; place < players.Length; place++)
                assigned.Add(new Assigned(players[place].Unit, deal[cards[place]], block, ranks[block], players[place].Volume));
        }

        return assigned;
    }

    /// <summary>The blocks in use at this traffic, whole ones, so that growing traffic adds units and moves none.</summary>
    internal static IEnumerable<Assigned> InUse(IReadOnlyCollection<Assigned> assigned, decimal traffic)
    {
        var blocks = assigned.Select(unit => unit.Block).Distinct().Count();
        var used = Math.Ceiling(blocks * traffic / 100);
        return assigned.Where(unit => unit.BlockRank < used);
    }

    /// <summary>The part of the units that a share of a layer comes to: whole blocks, at least one.</summary>
    internal static IReadOnlyList<Assigned> Share(IReadOnlyList<Assigned> assigned, int blockSize, decimal units)
    {
        var blocks = Math.Max(1, Math.Floor(units / blockSize));
        return [.. assigned.Where(unit => unit.BlockRank < blocks)];
    }

    /// <summary>The smallest hand of arms in exact proportion to their weights; for weights that no small hand can show, all units at once.</summary>
    internal static IReadOnlyList<string> Deal(IReadOnlyList<ExperimentArm> arms, int units)
    {
        for (var size = arms.Count; size <= units; size++)
        {
            if (arms.All(arm => decimal.IsInteger(arm.Weight * size / 100)))
                return [.. arms.SelectMany(arm => Enumerable.Repeat(arm.Variant, (int)(arm.Weight * size / 100)))];
        }

        // Largest remainders above one unit for each arm, so that every arm occurs.
        var spare = units - arms.Count;
        var counts = arms.Select(arm => 1 + (int)(arm.Weight * spare / 100)).ToArray();
        var byRemainder = Enumerable.Range(0, arms.Count).OrderByDescending(index => arms[index].Weight * spare / 100 % 1).ThenBy(index => index);
        foreach (var index in byRemainder.Take(units - counts.Sum()))
            counts[index]++;
        return [.. arms.SelectMany((arm, index) => Enumerable.Repeat(arm.Variant, counts[index]))];
    }

    // Blocks come into use in an order of chance; one that is not full comes last, for it may lack an arm.
    private static int[] Ranks(UnitVolume[][] blocks, int size, string seed)
    {
        var ranks = new int[blocks.Length];
        var order = Shuffle(Enumerable.Range(0, blocks.Length), block => "block\n" + block.ToString(CultureInfo.InvariantCulture), seed)
            .OrderBy(block => blocks[block].Length < size);
        foreach (var (rank, block) in order.Index())
            ranks[block] = rank;
        return ranks;
    }

    private static IEnumerable<T> Shuffle<T>(IEnumerable<T> items, Func<T, string> name, string seed)
        => items.OrderBy(item => Bucket.Of(name(item), seed)).ThenBy(name, StringComparer.Ordinal);
}
