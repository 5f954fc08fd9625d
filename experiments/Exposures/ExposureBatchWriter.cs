using Npgsql;
using NpgsqlTypes;

namespace Experiments.Exposures;

internal readonly record struct NotedExposure(string Experiment, string Unit, string Variant, DateTimeOffset At);

/// <summary>Writes a batch of notes in one transaction: a binary COPY beside, then one insert.</summary>
internal sealed class ExposureBatchWriter(NpgsqlDataSource dataSource)
{
    internal async Task<int> WriteAsync(IReadOnlyCollection<NotedExposure> notes, CancellationToken cancellation)
    {
        var batch = Guid.NewGuid();
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var copy = await connection.BeginBinaryImportAsync(
            "COPY experiments.exposure_batch (batch, experiment, unit, variant, at) FROM STDIN (FORMAT binary)", cancellation))
        {
            foreach (var note in notes)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(batch, NpgsqlDbType.Uuid, cancellation);
                await copy.WriteAsync(note.Experiment, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(note.Unit, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(note.Variant, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(note.At.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using var take = new NpgsqlCommand("SELECT experiments.take_exposures($1)", connection, transaction);
        take.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = batch });
        var written = (int)(await take.ExecuteScalarAsync(cancellation))!;
        await transaction.CommitAsync(cancellation);
        return written;
    }
}
