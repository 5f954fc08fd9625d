using Experiments.Flags;

namespace Experiments.Tests.Flags;

public sealed class FlagSnapshotsTests
{
    private static FlagSnapshot Snapshot(long version) => new(version, [], TimeProvider.System);

    [Fact]
    public void Asking_before_the_first_load_says_what_is_missing()
        => Should.Throw<InvalidOperationException>(() => new FlagSnapshots().Current);

    [Fact]
    public void An_older_snapshot_never_takes_the_place_of_a_newer_one()
    {
        var snapshots = new FlagSnapshots();
        snapshots.Offer(Snapshot(2));
        snapshots.Offer(Snapshot(1));
        snapshots.Version.ShouldBe(2);
        snapshots.Offer(Snapshot(3));
        snapshots.Version.ShouldBe(3);
    }
}
