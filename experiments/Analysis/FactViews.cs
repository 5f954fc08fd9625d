using System.Text.RegularExpressions;
using Experiments.Lifecycle;
using Npgsql;

namespace Experiments.Analysis;

/// <summary>Looks at views of facts, and holds them to the contract that <see cref="Fact"/> states.</summary>
internal static partial class FactViews
{
    private static readonly string[] Amounts = ["bigint", "integer", "numeric"];

    /// <summary>The views as they are.</summary>
    /// <exception cref="ArgumentException">One breaks the contract; the message says which and how.</exception>
    internal static async Task<IReadOnlyDictionary<string, FactView>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        foreach (var name in names.Where(name => !QualifiedName().IsMatch(name)))
            throw Broken(name, "its name is not a schema, a dot and a view, in lower case");

        var columns = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            """
            SELECT n.name, a.attname, format_type(a.atttypid, -1), has_table_privilege(to_regclass(n.name), 'SELECT')
            FROM unnest($1) AS n (name)
            JOIN pg_attribute a ON a.attrelid = to_regclass(n.name) AND a.attnum > 0 AND NOT a.attisdropped
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. names.Distinct(StringComparer.Ordinal)] });
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var name = reader.GetString(0);
                if (!reader.GetBoolean(3))
                    throw Broken(name, "the application's role may not read it");
                if (!columns.TryGetValue(name, out var found))
                    columns.Add(name, found = new(StringComparer.Ordinal));
                found.Add(reader.GetString(1), reader.GetString(2));
            }
        }

        return names.Distinct(StringComparer.Ordinal).ToDictionary(
            name => name,
            name => columns.TryGetValue(name, out var found) ? View(name, found) : throw Broken(name, "there is no such view"),
            StringComparer.Ordinal);
    }

    private static FactView View(string name, Dictionary<string, string> columns)
    {
        Demand(name, columns, "at", ["timestamp with time zone"], optional: false);
        Demand(name, columns, "value", Amounts, optional: false);
        Demand(name, columns, "caused_at", ["timestamp with time zone"], optional: true);
        Demand(name, columns, "treatments", ["jsonb"], optional: true);

        var units = new Dictionary<ExperimentUnit, UnitColumn>();
        foreach (var unit in Enum.GetValues<ExperimentUnit>())
        {
            var column = FactView.ColumnOf(unit);
            Demand(name, columns, column, unit is ExperimentUnit.JobCategory ? ["text"] : ["bigint", "text"], optional: true);
            if (columns.TryGetValue(column, out var type))
                units.Add(unit, new UnitColumn(column, IsNumber: !string.Equals(type, "text", StringComparison.Ordinal)));
        }

        return units.Count > 0
            ? new FactView(name, units, columns.ContainsKey("caused_at"))
            : throw Broken(name, "it names no unit: one of the columns account_id, job_id and category is needed");
    }

    private static void Demand(string name, Dictionary<string, string> columns, string column, string[] types, bool optional)
    {
        if (!columns.TryGetValue(column, out var type))
        {
            if (!optional)
                throw Broken(name, $"it has no column '{column}'");
        }
        else if (!types.Contains(type, StringComparer.Ordinal))
        {
            throw Broken(name, $"its column '{column}' is {type}; {string.Join(" or ", types)} is needed");
        }
    }

    private static ArgumentException Broken(string name, string problem) => new($"The facts of '{name}' cannot be used: {problem}.", nameof(name));

    [GeneratedRegex("^[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QualifiedName();
}
