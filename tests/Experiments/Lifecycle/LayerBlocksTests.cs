using Experiments.Lifecycle;

namespace Experiments.Tests.Lifecycle;

public sealed class LayerBlocksTests
{
    [Fact]
    public void An_empty_layer_begins_at_zero()
    {
        LayerBlocks.FirstFit([], 100).ShouldBe(0);
        LayerBlocks.LargestFree([]).ShouldBe(100);
    }

    [Fact]
    public void A_gap_that_is_large_enough_is_filled_first()
        => LayerBlocks.FirstFit([(0, 20), (50, 20)], 30).ShouldBe(20);

    [Fact]
    public void A_layer_without_a_block_of_the_size_is_full()
    {
        LayerBlocks.FirstFit([(0, 40), (60, 40)], 21).ShouldBeNull();
        LayerBlocks.LargestFree([(60, 40), (0, 40)]).ShouldBe(20);
        LayerBlocks.LargestFree([(0, 100)]).ShouldBe(0);
    }
}
