using System.Text;
using Marketplace.Changes;

namespace Marketplace.Tests.Changes;

public sealed class ChangePayloadTests
{
    [Fact]
    public void What_is_written_is_read_back_in_notifications_that_PostgreSQL_takes()
    {
        string[] topics = [.. Enumerable.Range(0, 5000).Select(n => ChangeTopics.Wallet(new AccountId(1_000_000_000 + n)))];

        var payloads = ChangePayload.Write(topics);

        payloads.Count.ShouldBeInRange(2, 20);
        payloads.ShouldAllBe(p => Encoding.UTF8.GetByteCount(p) < 8000);
        payloads.SelectMany(ChangePayload.Read).ShouldBe(topics);
    }

    [Fact]
    public void A_notification_is_filled_to_the_last_byte()
    {
        var topic = new string('t', 3999);

        ChangePayload.Write([topic, topic]).ShouldHaveSingleItem().Length.ShouldBe(ChangePayload.MaximumBytes);
        ChangePayload.Write([topic, topic + "t"]).Count.ShouldBe(2);
    }

    [Fact]
    public void Nothing_changed_is_no_notification() => ChangePayload.Write([]).ShouldBeEmpty();
}
