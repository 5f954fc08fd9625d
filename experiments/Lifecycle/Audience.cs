using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>
/// Who may be in an experiment, compiled to filters of the library that must all hold:
/// <c>{"users": [], "groups": [], "attributes": {"country": ["US"]}, "from": "2026-01-01T00:00:00Z", "until": null}</c>.
/// </summary>
internal static class Audience
{
    private static readonly string[] Members = ["users", "groups", "attributes", "from", "until"];

    /// <summary>The filters, or what is wrong with the audience.</summary>
    internal static (JsonObject? Conditions, string? Problem) Compile(JsonElement audience)
    {
        if (audience.ValueKind != JsonValueKind.Object)
            return (null, "An audience is an object.");
        foreach (var member in audience.EnumerateObject())
        {
            if (!Members.Contains(member.Name, StringComparer.Ordinal))
                return (null, $"'{member.Name}' is not part of an audience; users, groups, attributes, from and until are.");
        }

        try
        {
            var filters = new JsonArray();
            Add(filters, TargetingCondition.Name, Targeting(audience));
            Add(filters, TimeWindowCondition.Name, Window(audience));
            Add(filters, AttributesCondition.Name, Attributes(audience));
            if (filters.Count == 0)
                return (null, "An audience that names nobody: leave it out to have everybody.");

            foreach (var filter in filters)
                ConditionReader.Read(JsonSerializer.SerializeToElement(filter));
            return (new JsonObject { ["requirement_type"] = "All", ["client_filters"] = filters }, null);
        }
        catch (FlagDefinitionException problem)
        {
            return (null, problem.Message);
        }
    }

    private static void Add(JsonArray filters, string name, JsonObject? parameters)
    {
        if (parameters is not null)
            filters.Add(new JsonObject { ["name"] = name, ["parameters"] = parameters });
    }

    private static JsonObject? Targeting(JsonElement audience)
    {
        var users = FlagDefinitionReader.Texts(audience, "users");
        var groups = FlagDefinitionReader.Texts(audience, "groups");
        return users.Length + groups.Length == 0 ? null : new JsonObject
        {
            ["Audience"] = new JsonObject
            {
                ["Users"] = JsonSerializer.SerializeToNode(users),
                ["Groups"] = new JsonArray([.. groups.Select(group => new JsonObject { ["Name"] = group, ["RolloutPercentage"] = 100 })]),
                ["DefaultRolloutPercentage"] = 0,
            },
        };
    }

    private static JsonObject? Window(JsonElement audience)
    {
        var from = Instant(audience, "from");
        var until = Instant(audience, "until");
        if (from >= until)
            throw new FlagDefinitionException("until: it is not after from.");
        if (from is null && until is null)
            return null;
        var window = new JsonObject();
        if (from is not null)
            window["Start"] = from.Value.ToUniversalTime();
        if (until is not null)
            window["End"] = until.Value.ToUniversalTime();
        return window;
    }

    private static JsonObject? Attributes(JsonElement audience)
    {
        var attributes = FlagDefinitionReader.Member(audience, "attributes");
        if (attributes.ValueKind == JsonValueKind.Null)
            return null;
        if (attributes.ValueKind != JsonValueKind.Object)
            throw new FlagDefinitionException("attributes: an object of lists is needed.");
        foreach (var attribute in attributes.EnumerateObject())
        {
            if (FlagDefinitionReader.Texts(attributes, attribute.Name).Length == 0)
                throw new FlagDefinitionException($"attributes: '{attribute.Name}' allows no value.");
        }

        return attributes.EnumerateObject().Any() ? JsonObject.Create(attributes) : null;
    }

    private static DateTimeOffset? Instant(JsonElement audience, string name)
    {
        var member = FlagDefinitionReader.Member(audience, name);
        return member.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String when member.TryGetDateTimeOffset(out var instant) => instant,
            _ => throw new FlagDefinitionException($"{name}: an instant is needed."),
        };
    }
}
