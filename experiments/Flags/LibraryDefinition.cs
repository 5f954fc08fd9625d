using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace Experiments.Flags;

/// <summary>Hands a stored definition to the library, through the same parser that reads it from a configuration file.</summary>
internal static class LibraryDefinition
{
    internal static FeatureDefinition From(JsonElement definition, bool enabled)
    {
        var flag = JsonObject.Create(definition)!;
        flag["enabled"] = enabled;
        var file = new JsonObject { ["feature_management"] = new JsonObject { ["feature_flags"] = new JsonArray(flag) } };
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file.ToJsonString()));
        var configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        using var provider = new ConfigurationFeatureDefinitionProvider(configuration);
        return provider.GetFeatureDefinitionAsync(definition.GetProperty("id").GetString()!).GetAwaiter().GetResult();
    }
}
