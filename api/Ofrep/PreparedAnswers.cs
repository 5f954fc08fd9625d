using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Experiments.Flags;

namespace Marketplace.Api.Ofrep;

/// <summary>What one flag can answer, written out when it is first answered; a flag has few outcomes and many readers.</summary>
internal sealed class PreparedFlag(string key)
{
    private PreparedAnswer[] _answers = [];

    public string Key => key;

    public PreparedAnswer Of(in Evaluation evaluation)
    {
        foreach (var answer in Volatile.Read(ref _answers))
        {
            if (answer.Reason == evaluation.Reason && string.Equals(answer.Variant, evaluation.Variant, StringComparison.Ordinal))
            {
                return answer;
            }
        }

        return Add(evaluation);
    }

    private PreparedAnswer Add(in Evaluation evaluation)
    {
        var added = PreparedAnswer.Of(key, evaluation);
        var before = Volatile.Read(ref _answers);
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref _answers, [.. before, added], before);
            if (ReferenceEquals(seen, before))
            {
                return added;
            }

            before = seen;
        }
    }
}

/// <summary>An evaluation as the protocol writes it.</summary>
internal sealed record PreparedAnswer(string Variant, EvaluationReason Reason, byte[] Json, ulong Digest)
{
    public static PreparedAnswer Of(string key, in Evaluation evaluation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("key"u8, key);
            json.WritePropertyName("value"u8);
            evaluation.Configuration.WriteTo(json);
            json.WriteString("reason"u8, ReasonOf(evaluation.Reason));
            json.WriteString("variant"u8, evaluation.Variant);
            json.WriteEndObject();
        }

        var bytes = buffer.WrittenSpan.ToArray();
        // Of the content alone, so that every node gives the same answer the same tag.
        return new PreparedAnswer(evaluation.Variant, evaluation.Reason, bytes, BitConverter.ToUInt64(SHA256.HashData(bytes)));
    }

    // The words of OpenFeature.
    private static string ReasonOf(EvaluationReason reason) => reason switch
    {
        EvaluationReason.Off => "DISABLED",
        EvaluationReason.Default => "STATIC",
        EvaluationReason.Targeted or EvaluationReason.Overridden => "TARGETING_MATCH",
        EvaluationReason.Allocated => "SPLIT",
        EvaluationReason.NotInExperiment => "DEFAULT",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}

/// <summary>The answers that go with one snapshot of the flags.</summary>
internal sealed class PreparedAnswers
{
    private readonly Dictionary<string, PreparedFlag> _byKey;

    private PreparedAnswers(FlagSnapshot snapshot)
    {
        Snapshot = snapshot;
        Flags = [.. snapshot.OrderedKeys.Select(key => new PreparedFlag(key))];
        _byKey = Flags.ToDictionary(flag => flag.Key, StringComparer.Ordinal);
    }

    public FlagSnapshot Snapshot { get; }

    public PreparedFlag[] Flags { get; }

    public PreparedFlag Of(string key) => _byKey[key];

    /// <summary>Keeps those of the snapshot in force.</summary>
    internal sealed class Current(FlagSnapshots snapshots)
    {
        private PreparedAnswers? _prepared;

        public PreparedAnswers Get()
        {
            var snapshot = snapshots.Current;
            var prepared = Volatile.Read(ref _prepared);
            if (prepared is null || !ReferenceEquals(prepared.Snapshot, snapshot))
            {
                Volatile.Write(ref _prepared, prepared = new PreparedAnswers(snapshot));
            }

            return prepared;
        }
    }
}
