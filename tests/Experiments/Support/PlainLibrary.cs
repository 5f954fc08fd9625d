using System.Text;
using System.Text.Json;
using Experiments.Flags;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace Experiments.Tests.Support;

/// <summary>Microsoft.FeatureManagement as another service would set it up.</summary>
public static class PlainLibrary
{
    /// <summary>Over a configuration file that holds one definition.</summary>
    public static ServiceProvider Over(JsonElement definition, TimeProvider? clock = null)
    {
        var file = "{\"feature_management\":{\"feature_flags\":[" + definition.GetRawText() + "]}}";
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(file))).Build();
        return Over(services => services.AddSingleton<IConfiguration>(configuration), clock);
    }

    public static ServiceProvider Over(Action<IServiceCollection> definitions, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock ?? TimeProvider.System);
        definitions(services);
        services.AddFeatureManagement().AddFeatureFilter<AttributesFilter>();
        return services.BuildServiceProvider();
    }
}
