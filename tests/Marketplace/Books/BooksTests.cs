using Marketplace.Wallets;

namespace Marketplace.Tests.Books;

/// <summary>
/// Random histories of everything that moves Connects and cash, held after each step against a plain model. A failure names its seed:
/// BOOKS_SEED=… BOOKS_STEPS=… plays that one, as long as one likes.
/// </summary>
public sealed class BooksTests
{
    private static int Steps => Setting("BOOKS_STEPS") ?? 300;

    public static TheoryData<int> Seeds() => Setting("BOOKS_SEED") is { } seed ? [seed] : [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_lot_every_line_and_every_balance_is_the_models_after_every_step(int seed)
    {
        await using var play = await BooksPlay.BeginAsync(seed, Sweeping.Sometimes);

        await play.PlayAsync(Steps);

        TestContext.Current.TestOutputHelper?.WriteLine($"BOOKS_SEED={seed} BOOKS_STEPS={Steps}: {play.Summary}");
        if (Setting("BOOKS_SEED") is not null)
            return;
        // A history in which little happened would show little.
        play.Done.Count.ShouldBeGreaterThan(30, play.Summary);
        play.LinesOf(TransactionKind.Expiry).ShouldBeGreaterThan(0, play.Summary);
        play.GraceLots.ShouldBeGreaterThan(0, play.Summary);
    }

    [Fact]
    public async Task Sweeping_never_always_twice_or_in_parts_changes_nothing_that_can_be_spent()
    {
        const int Seed = 11;
        var traces = new List<List<string>>();
        foreach (var sweeping in Enum.GetValues<Sweeping>())
        {
            await using var play = await BooksPlay.BeginAsync(Seed, sweeping);
            await play.PlayAsync(120);
            traces.Add(play.Trace);
        }

        traces.ShouldAllBe(trace => trace.SequenceEqual(traces[0]));
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;
}
