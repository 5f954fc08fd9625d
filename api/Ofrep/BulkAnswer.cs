using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Experiments.Flags;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Api.Ofrep;

/// <summary>Every flag as one unit sees it, with a tag that says whether a client has this answer already.</summary>
internal readonly struct BulkAnswer : IDisposable
{
    private readonly PreparedAnswer[] _answers;
    private readonly int _count;

    private BulkAnswer(PreparedAnswer[] answers, int count, string tag, IReadOnlyList<Treatment> treatments) => (_answers, _count, Tag, Treatments) = (answers, count, tag, treatments);

    /// <summary>The arms of running experiments that the unit is in, without those of flags by which the marketplace itself decides.</summary>
    public IReadOnlyList<Treatment> Treatments { get; }

    public string Tag { get; }

    /// <param name="prepared">The flags in force.</param>
    /// <param name="unit">Whom they are evaluated for.</param>
    /// <param name="caller">Whose answer it is: tags are never shared.</param>
    /// <param name="step">With a new step comes a new address for events, so that nobody is left with one that has ended.</param>
    /// <param name="decidedHere">The flags by which the marketplace itself decides.</param>
    public static BulkAnswer Evaluate(PreparedAnswers prepared, UnitContext unit, OfrepCaller caller, long step, IReadOnlySet<string> decidedHere)
    {
        var flags = prepared.Flags;
        var answers = ArrayPool<PreparedAnswer>.Shared.Rent(flags.Length);
        var longest = (flags.Length * sizeof(ulong)) + (2 * sizeof(long)) + Encoding.UTF8.GetMaxByteCount(unit.UserId.Length);
        var text = ArrayPool<byte>.Shared.Rent(longest);
        var evaluations = ArrayPool<Evaluation>.Shared.Rent(flags.Length);
        prepared.Snapshot.EvaluateAll(unit, evaluations);
        var length = 0;
        List<Treatment>? treatments = null;
        for (var at = 0; at < flags.Length; at++)
        {
            answers[at] = flags[at].Of(evaluations[at]);
            if (evaluations[at].Treatment is { } treatment && !decidedHere.Contains(flags[at].Key))
            {
                (treatments ??= []).Add(treatment);
            }

            BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(length), answers[at].Digest);
            length += sizeof(ulong);
        }

        BinaryPrimitives.WriteInt64LittleEndian(text.AsSpan(length), step);
        BinaryPrimitives.WriteInt64LittleEndian(text.AsSpan(length + sizeof(long)), caller.ApiKey);
        length += 2 * sizeof(long);
        length += Encoding.UTF8.GetBytes(unit.UserId, text.AsSpan(length));
        var tag = TagOf(text.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(text);
        ArrayPool<Evaluation>.Shared.Return(evaluations, clearArray: true);
        return new BulkAnswer(answers, flags.Length, tag, treatments ?? (IReadOnlyList<Treatment>)[]);
    }

    /// <summary>Whether the client says that it has it: a list of tags, weak ones too.</summary>
    public bool IsKnown(StringValues ifNoneMatch)
    {
        foreach (var line in ifNoneMatch)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                var tag = line.AsSpan(part).Trim();
                if (tag is "*" || (tag.StartsWith("W/") ? tag[2..] : tag).SequenceEqual(Tag))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public Task WriteAsync(HttpResponse response, ReadOnlySpan<byte> events, CancellationToken cancellation)
    {
        var begin = "{\"flags\":["u8;
        var length = begin.Length + Math.Max(0, _count - 1) + events.Length;
        for (var at = 0; at < _count; at++)
        {
            length += _answers[at].Json.Length;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = length;
        var writer = response.BodyWriter;
        writer.Write(begin);
        for (var at = 0; at < _count; at++)
        {
            if (at > 0)
            {
                writer.Write(","u8);
            }

            writer.Write(_answers[at].Json);
        }

        writer.Write(events);
        return writer.FlushAsync(cancellation).AsTask();
    }

    public void Dispose() => ArrayPool<PreparedAnswer>.Shared.Return(_answers);

    private static string TagOf(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        Span<char> tag = stackalloc char[24];
        tag[0] = tag[23] = '"';
        Base64Url.EncodeToChars(hash[..16], tag[1..23]);
        return new string(tag);
    }
}
