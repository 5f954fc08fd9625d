using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>The flag that prices new jobs: every variant names a rate card there is, or the one in force.</summary>
public sealed class RateCardFlag(NpgsqlDataSource source, PolicyBook policies) : IHostFlag
{
    public string FlagKey => RateCardChoice.FlagKey;

    public ExperimentUnit Unit => ExperimentUnit.JobCategory;

    public string? Problem(FlagVariant variant)
    {
        if (variant.Configuration.ValueKind != JsonValueKind.Object || !variant.Configuration.TryGetProperty("rateCard", out var card))
        {
            return $"an object with a rateCard is needed, {Example}.";
        }

        return card.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String when policies.RateCards.Any(known => card.ValueEquals(known.Key)) => null,
            _ => $"there is no such rate card; {string.Join(", ", policies.RateCards.Select(known => known.Key))} are known, and null is the one in force.",
        };
    }

    /// <summary>Jobs of these categories that still take proposals: each goes on quoting the price it was posted with.</summary>
    public async Task<int> OpenQuotesAsync(IReadOnlyCollection<string> units, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select count(*)::integer from marketplace.job where status = 'OPEN' and category = any ($1)");
        command.Add<string[]>([.. units]);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private string Example => $"{{\"rateCard\": null}} or {{\"rateCard\": \"{policies.RateCards[0].Key}\"}}";
}
