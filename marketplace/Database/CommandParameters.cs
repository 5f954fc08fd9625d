using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Database;

/// <summary>Positional parameters without boxing, in the order of the function's own.</summary>
internal static class CommandParameters
{
    public static NpgsqlCommand Add<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlBatchCommand Add<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlBatchCommand AddText(this NpgsqlBatchCommand command, string? value) => command.AddNullable(value, NpgsqlDbType.Text);

    public static NpgsqlBatchCommand AddNumber(this NpgsqlBatchCommand command, long? value) => command.AddNullable(value, NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand AddInteger(this NpgsqlBatchCommand command, int? value) => command.AddNullable(value, NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand AddInstant(this NpgsqlBatchCommand command, DateTimeOffset? value) => command.AddNullable(value, NpgsqlDbType.TimestampTz);

    public static NpgsqlCommand AddText(this NpgsqlCommand command, string? value) => command.AddNullable(value, NpgsqlDbType.Text);

    public static NpgsqlCommand AddNumber(this NpgsqlCommand command, long? value) => command.AddNullable(value, NpgsqlDbType.Bigint);

    public static NpgsqlCommand AddInteger(this NpgsqlCommand command, int? value) => command.AddNullable(value, NpgsqlDbType.Integer);

    public static NpgsqlCommand AddInstant(this NpgsqlCommand command, DateTimeOffset? value) => command.AddNullable(value, NpgsqlDbType.TimestampTz);

    public static NpgsqlCommand AddBytes(this NpgsqlCommand command, byte[]? value) => command.AddNullable(value, NpgsqlDbType.Bytea);

    /// <summary>Runs the command and reads its one row.</summary>
    public static async Task<T> SingleAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return read(reader);
        }
    }

    public static NpgsqlCommand AddNumbers(this NpgsqlCommand command, long[]? value) => command.AddNullable(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    private static NpgsqlCommand AddNullable(this NpgsqlCommand command, object? value, NpgsqlDbType type)
    {
        command.Parameters.Add(Nullable(value, type));
        return command;
    }

    private static NpgsqlBatchCommand AddNullable(this NpgsqlBatchCommand command, object? value, NpgsqlDbType type)
    {
        command.Parameters.Add(Nullable(value, type));
        return command;
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
