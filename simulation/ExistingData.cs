using Npgsql;

namespace Marketplace.Simulation;

/// <summary>Looks whether there is anything that a simulation would spoil.</summary>
internal static class ExistingData
{
    // ./dev run seeds six people; a few more are somebody's first steps.
    private const int AFew = 20;

    private const string Fresh = "./dev stop && ./dev simulate --fresh drops the development database and begins anew.";

    /// <summary>Why nothing may be played; null when it may.</summary>
    public static async Task<string?> ProblemAsync(NpgsqlDataSource source, SimulationOptions options, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select (select count(*) from marketplace.account where email_normalized like '%.' || $1),
                   (select count(*) from marketplace.account where email_normalized is null or email_normalized not like '%.' || $1),
                   (select count(*) from marketplace.account where email_normalized like '%@s' || $2 || '.' || $1),
                   (select array_agg(key || ' is ' || state) from experiments.experiment where key = any ($3) and state <> 'DRAFT'),
                   (select array_agg(e.key || ' runs on ' || e.flag_key) from experiments.experiment e
                    where e.state = 'RUNNING' and e.flag_key in (select flag_key from experiments.experiment where key = any ($3)))
            """);
        command.Parameters.AddWithValue(SimulatedAccounts.Domain);
        command.Parameters.AddWithValue(options.Seed.ToString(CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue(options.ExperimentKeys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (simulated, others, same) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        var begun = reader.IsDBNull(3) ? reader.IsDBNull(4) ? [] : reader.GetFieldValue<string[]>(4) : reader.GetFieldValue<string[]>(3);
        if (same > 0)
        {
            return $"The seed {options.Seed} was played in this database before. Choose another with --seed and --beside, or begin anew: {Fresh}";
        }

        if (begun.Length > 0)
        {
            return $"An experiment begins once, and {string.Join(", ", begun)}. Leave it out with --experiment (double-rate-card, interview-reward or none), or begin anew: {Fresh}";
        }

        return !options.Beside && (simulated > 0 || others > AFew)
            ? $"The database holds {simulated + others} accounts already ({simulated} of them simulated), whose figures this would mix with its own. Say --beside to play all the same, or begin anew: {Fresh}"
            : null;
    }
}
