using System.Text;
using Npgsql;

namespace Marketplace.Database;

/// <summary>A list of one table's rows by conditions, in pages by keyset, as one SQL statement.</summary>
internal sealed class ListStatement<T>
    where T : class
{
    private static readonly int[] Limits = [11, 21, 51, 101];

    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly StringBuilder _where = new();
    private bool _isPlannedOnce = true;

    /// <summary>A condition on a value whose rows one index finds, few or many, in the list's order; <c>?</c> stands for the value.</summary>
    public ListStatement<T> Where<TValue>(string condition, TValue value)
    {
        _parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        _where.Append(_where.Length == 0 ? " where " : " and ").Append(condition.Replace("?", Place(_parameters.Count), StringComparison.Ordinal));
        return this;
    }

    /// <summary>A condition that says its value itself, one of few: each has a plan of its own, which can be kept.</summary>
    public ListStatement<T> Where(string condition)
    {
        _where.Append(_where.Length == 0 ? " where " : " and ").Append(condition);
        return this;
    }

    /// <summary>A condition whose value decides how the list is best read: how many rows it leaves may be anything from none to all.</summary>
    public ListStatement<T> WhereSelective<TValue>(string condition, TValue value)
    {
        _isPlannedOnce = false;
        return Where(condition, value);
    }

    /// <summary>A page of the list in the order of a key and then of a number unique in the list; past the row whose key and number are given.</summary>
    public Task<Page<T>> ReadAsync<TKey>(
        MarketplaceDbContext database, (string Key, string Number) order, bool descending, (TKey Key, long Number)? past, PageRequest page, CancellationToken cancellation)
    {
        var forward = descending != page.Backward;
        if (past is { } from)
        {
            _parameters.Add(new NpgsqlParameter<TKey> { TypedValue = from.Key });
            Where($"({order.Key}, {order.Number}) {Beyond(forward)} ({Place(_parameters.Count)}, ?)", from.Number);
        }

        return ReadAsync(database, $"{order.Key} {Direction(forward)}, {order.Number} {Direction(forward)}", page, cancellation);
    }

    /// <summary>A page in the order of a number that is unique in the list and is the cursor itself.</summary>
    public Task<Page<T>> ReadAsync(MarketplaceDbContext database, string number, bool descending, PageRequest page, CancellationToken cancellation)
    {
        var forward = descending != page.Backward;
        if (page.Cursor is not null)
        {
            Where($"{number} {Beyond(forward)} ?", long.Parse(page.Cursor, CultureInfo.InvariantCulture));
        }

        return ReadAsync(database, $"{number} {Direction(forward)}", page, cancellation);
    }

    public async Task<int> CountAsync(MarketplaceDbContext database, CancellationToken cancellation) =>
        (await database.ReadAsync(Command($"select count(*)::integer from {Rows<T>.Of(database).Table}{_where}"), reader => reader.GetInt32(0), _isPlannedOnce, cancellation))[0];

    private async Task<Page<T>> ReadAsync(MarketplaceDbContext database, string order, PageRequest page, CancellationToken cancellation)
    {
        var rows = Rows<T>.Of(database);
        // How many is said in the text: a plan for an unknown number would count on a tenth of the table. Said in few sizes, so that few plans serve every page.
        var command = Command(string.Create(CultureInfo.InvariantCulture, $"select {rows.Columns} from {rows.Table}{_where} order by {order} limit {Limit(page.Size + 1)}"));
        return Keyset.Cut(await database.ReadAsync(command, rows.Read, _isPlannedOnce, cancellation), page);
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = new NpgsqlCommand(sql);
        foreach (var parameter in _parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static int Limit(int rows) => Array.Find(Limits, limit => limit >= rows) is var limit and > 0 ? limit : rows;

    private static string Place(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");

    private static string Beyond(bool descending) => descending ? "<" : ">";

    private static string Direction(bool descending) => descending ? "desc" : "asc";
}
