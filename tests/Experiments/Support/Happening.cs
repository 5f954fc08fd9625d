using Npgsql;
using NpgsqlTypes;

namespace Experiments.Tests.Support;

/// <summary>Something that happened, as the host's tables hold it.</summary>
public sealed record Happening(string Fact, DateTimeOffset At, decimal Value = 1, long? Account = null, string? Category = null, string? Unit = null, DateTimeOffset? CausedAt = null);

public static class HappeningsOfANode
{
    public static async Task HappenAsync(this Node node, IEnumerable<Happening> happenings)
    {
        await using var connection = await node.Application.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("copy marketplace.happening (fact, at, value, account_id, category, unit, caused_at) from stdin (format binary)");
        foreach (var happening in happenings)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(happening.Fact, NpgsqlDbType.Text);
            await copy.WriteAsync(happening.At, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(happening.Value, NpgsqlDbType.Numeric);
            await WriteAsync(copy, happening.Account, NpgsqlDbType.Bigint);
            await WriteAsync(copy, happening.Category, NpgsqlDbType.Text);
            await WriteAsync(copy, happening.Unit, NpgsqlDbType.Text);
            await WriteAsync(copy, happening.CausedAt, NpgsqlDbType.TimestampTz);
        }

        await copy.CompleteAsync();
    }

    /// <summary>As a charge records it.</summary>
    public static async Task ExposeAsync(this Node node, string experiment, string unit, string variant, DateTimeOffset at)
    {
        await using var command = node.Application.CreateCommand("select experiments.expose($1, $2, $3, $4)");
        command.Parameters.AddWithValue(experiment);
        command.Parameters.AddWithValue(unit);
        command.Parameters.AddWithValue(variant);
        command.Parameters.AddWithValue(at);
        await command.ExecuteNonQueryAsync();
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
        => value is { } present ? copy.WriteAsync(present, type) : copy.WriteNullAsync();

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? value, NpgsqlDbType type)
        => value is not null ? copy.WriteAsync(value, type) : copy.WriteNullAsync();
}
