using Experiments.Tests.Support;
using Npgsql;

namespace Experiments.Tests.Database;

public sealed class UnitNumberTests(SeededNode seeded) : IClassFixture<SeededNode>
{
    [Fact]
    public async Task Global_ids_have_the_number_they_name_whatever_its_length()
    {
        var node = seeded.Node;
        foreach (var number in new[] { 1, 7, 10, 99, 123, 99_999, 1_234_567, 999_999_999_999_999_999 })
        {
            (await NumberAsync(node, Units.Account(number))).ShouldBe(number);
            (await NumberAsync(node, Units.Job(number))).ShouldBe(number);
        }
    }

    [Theory]
    [InlineData("legal")]
    [InlineData("web-mobile-software-dev")]
    [InlineData("")]
    [InlineData("Account:5")]
    [InlineData("QWNjb3VudDowNQ")] // Account:05
    [InlineData("QWNjb3VudDo")] // Account:
    [InlineData("QWNjb3VudDox=")] // padded
    [InlineData("QWNjb3VudDoxMjM1OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk")] // beyond bigint
    [InlineData("QWNjb3VudDoxMR")] // Account:11 in another spelling
    [InlineData("____________")]
    [InlineData("日本語日本語")]
    public async Task Everything_else_has_none(string key)
    {
        (await NumberAsync(seeded.Node, key)).ShouldBeNull();
    }

    private static async Task<long?> NumberAsync(Node node, string key)
    {
        await using var command = node.Application.CreateCommand("select experiments.unit_number($1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return await command.ExecuteScalarAsync() as long?;
    }
}
