using System.Text;

namespace Marketplace.Changes;

/// <summary>Topics as the text of notifications: PostgreSQL takes less than 8,000 bytes in one.</summary>
public static class ChangePayload
{
    public const int MaximumBytes = 7999;
    private const char Separator = ' ';

    public static IReadOnlyList<string> Write(IEnumerable<string> topics)
    {
        var payloads = new List<string>();
        var text = new StringBuilder();
        var bytes = 0;
        foreach (var topic in topics)
        {
            var size = Encoding.UTF8.GetByteCount(topic);
            if (text.Length > 0 && bytes + 1 + size > MaximumBytes)
            {
                payloads.Add(text.ToString());
                text.Clear();
                bytes = 0;
            }

            if (text.Length > 0)
            {
                text.Append(Separator);
                bytes++;
            }

            text.Append(topic);
            bytes += size;
        }

        if (text.Length > 0)
        {
            payloads.Add(text.ToString());
        }

        return payloads;
    }

    public static string[] Read(string payload) => payload.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
}
