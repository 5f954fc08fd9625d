using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Marketplace.Policies;

/// <param name="Key">Its name: a job keeps the key of the card it was posted under.</param>
/// <param name="Tiers">What a proposal costs in each of the four value tiers.</param>
public sealed record RateCard(string Key, IReadOnlyList<int> Tiers);

public sealed record JobCategory(string Key, string Name);

/// <summary>All policies by effective date, the rate cards and the job categories: validated whole when the host starts.</summary>
public sealed class PolicyBook
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Policy[] _policies;
    private readonly FrozenDictionary<string, RateCard> _rateCards;
    private readonly FrozenDictionary<string, JobCategory> _categories;

    private PolicyBook(Policy[] policies, RateCard[] rateCards, JobCategory[] categories)
    {
        (_policies, RateCards, Categories) = (policies, rateCards, categories);
        _rateCards = rateCards.ToFrozenDictionary(c => c.Key);
        _categories = categories.ToFrozenDictionary(c => c.Key);
    }

    public IReadOnlyList<RateCard> RateCards { get; }

    public IReadOnlyList<JobCategory> Categories { get; }

    /// <summary>Every version, the oldest first.</summary>
    public IReadOnlyList<Policy> Versions => _policies;

    public Policy At(DateTimeOffset time) => _policies.LastOrDefault(p => p.EffectiveFrom <= time) ?? _policies[0];

    public RateCard RateCard(string key) => _rateCards[key];

    /// <summary>Since when a card prices the jobs that are posted at a time, where no experiment says otherwise; null when another does.</summary>
    public DateTimeOffset? InForceSince(RateCard card, DateTimeOffset time)
    {
        DateTimeOffset? since = null;
        foreach (var policy in _policies.Where(p => p.EffectiveFrom <= time))
        {
            since = policy.Pricing.RateCard == card.Key ? since ?? policy.EffectiveFrom : null;
        }

        return since;
    }

    public JobCategory? Category(string key) => _categories.GetValueOrDefault(key);

    /// <summary>The policies this program ships with.</summary>
    public static PolicyBook Default()
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("Marketplace.Policies.policies.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads policies from JSON; every later version states only what it changes of the one before.</summary>
    /// <exception cref="InvalidPolicyException">Says everything that is wrong.</exception>
    public static PolicyBook Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json) as JsonObject ?? throw new InvalidPolicyException("the file is not a JSON object");
            var rateCards = root["rateCards"].Deserialize<RateCard[]>(Options) ?? throw new InvalidPolicyException("rateCards is missing");
            var categories = root["categories"].Deserialize<JobCategory[]>(Options) ?? throw new InvalidPolicyException("categories is missing");
            var policies = new List<Policy>();
            var merged = new JsonObject();
            foreach (var version in root["versions"]?.AsArray() ?? [])
            {
                Merge(merged, version!.AsObject());
                policies.Add(merged.Deserialize<Policy>(Options)!);
            }

            var problems = Problems(policies, rateCards, categories).ToArray();
            return problems.Length == 0 ? new PolicyBook([.. policies], rateCards, categories) : throw new InvalidPolicyException(string.Join("; ", problems));
        }
        catch (JsonException exception)
        {
            throw new InvalidPolicyException(exception.Message);
        }
    }

    private static IEnumerable<string> Problems(List<Policy> policies, RateCard[] rateCards, JobCategory[] categories)
    {
        if (policies.Count == 0) yield return "versions is empty";
        if (!policies.SequenceEqual(policies.OrderBy(p => p.EffectiveFrom))) yield return "versions must be in the order of effectiveFrom";
        if (rateCards.DistinctBy(c => c.Key).Count() != rateCards.Length) yield return "rateCards: a key stands twice";
        if (categories.DistinctBy(c => c.Key).Count() != categories.Length) yield return "categories: a key stands twice";
        foreach (var card in rateCards)
        {
            if (card.Tiers.Count != 4 || card.Tiers.Any(t => t is < 0 or > 10_000) || !card.Tiers.SequenceEqual(card.Tiers.Order())) yield return $"rate card {card.Key}: four amounts that do not fall, of at most 10,000, are expected";
        }

        var keys = rateCards.Select(c => c.Key).ToHashSet();
        foreach (var policy in policies)
        {
            foreach (var problem in policy.Problems(keys)) yield return $"version {policy.EffectiveFrom:yyyy-MM-dd}: {problem}";
        }
    }

    private static void Merge(JsonObject into, JsonObject changes)
    {
        foreach (var (key, value) in changes)
        {
            if (value is JsonObject inner && into[key] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }
}

public sealed class InvalidPolicyException(string problems) : Exception($"The policies are not valid: {problems}.");
