using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Database;

namespace Marketplace.Referrals;

/// <summary>
/// The word in a link's address. It says by itself whose link it is, of which program and source, and is signed, so that an address can be
/// shared before anybody has made that link; the first click, or sign-up, makes it.
/// </summary>
public sealed class ReferralCodes(SigningKeys keys)
{
    private const string Purpose = "referral-link";
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int SignatureBytes = 6;
    // Key, account, program's hash, source.
    private const int PayloadBytes = 2 + 5 + 2 + 1;

    public async ValueTask<string> WriteAsync(AccountId owner, string program, ReferralSource source, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(Purpose, cancellation);
        var bytes = new byte[PayloadBytes + SignatureBytes];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)key.Id));
        WriteAccount(bytes.AsSpan(2, 5), owner.Value);
        ProgramHash(program).CopyTo(bytes.AsSpan(7));
        bytes[9] = (byte)source;
        Sign(key.Secret, bytes.AsSpan(0, PayloadBytes)).CopyTo(bytes.AsSpan(PayloadBytes));
        return Base32(bytes);
    }

    /// <summary>What the code says; null when it was not signed by us. The program is the one of those named whose hash it carries.</summary>
    public async ValueTask<(AccountId Owner, string Program, ReferralSource Source)?> ReadAsync(string code, IEnumerable<string> programs, CancellationToken cancellation)
    {
        if (FromBase32(code) is not { Length: PayloadBytes + SignatureBytes } bytes
            || await keys.ByIdAsync(Purpose, BinaryPrimitives.ReadUInt16BigEndian(bytes), cancellation) is not { } key
            || !CryptographicOperations.FixedTimeEquals(Sign(key.Secret, bytes.AsSpan(0, PayloadBytes)), bytes.AsSpan(PayloadBytes))
            || !Enum.IsDefined((ReferralSource)bytes[9])
            || programs.FirstOrDefault(p => ProgramHash(p).AsSpan().SequenceEqual(bytes.AsSpan(7, 2))) is not { } program)
        {
            return null;
        }

        return (new AccountId(ReadAccount(bytes.AsSpan(2, 5))), program, (ReferralSource)bytes[9]);
    }

    private static byte[] Sign(byte[] secret, ReadOnlySpan<byte> payload) => HMACSHA256.HashData(secret, payload)[..SignatureBytes];

    private static byte[] ProgramHash(string program) => SHA256.HashData(Encoding.UTF8.GetBytes(program))[..2];

    private static void WriteAccount(Span<byte> into, long account)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(account, (1L << 40) - 1);
        for (var i = 4; i >= 0; i--, account >>= 8)
        {
            into[i] = (byte)account;
        }
    }

    private static long ReadAccount(ReadOnlySpan<byte> from)
    {
        long account = 0;
        foreach (var part in from)
        {
            account = (account << 8) | part;
        }

        return account;
    }

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var part in bytes)
        {
            buffer = (buffer << 8) | part;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits == 0 ? text.ToString() : text.Append(Alphabet[(buffer << (5 - bits)) & 31]).ToString();
    }

    private static byte[]? FromBase32(string text)
    {
        // Longer ones cannot be ours.
        if (text.Length != (((PayloadBytes + SignatureBytes) * 8) + 4) / 5)
        {
            return null;
        }

        var bytes = new List<byte>();
        int buffer = 0, bits = 0;
        foreach (var letter in text)
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            buffer = (buffer << 5) | value;
            bits += 5;
            if (bits >= 8)
            {
                bytes.Add((byte)(buffer >> (bits - 8)));
                bits -= 8;
            }

            buffer &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}
