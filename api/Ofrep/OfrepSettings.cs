using Marketplace.Api.Hosting;

namespace Marketplace.Api.Ofrep;

/// <summary>The section Ofrep of the configuration.</summary>
/// <param name="PerKey">How many requests an API key may make of a node in a window: one key may serve a whole service.</param>
/// <param name="PerPerson">How many requests a signed-in person may make of a node in a window.</param>
/// <param name="Window">The window's length.</param>
/// <param name="MostStreams">How many event streams a node keeps open.</param>
/// <param name="StreamsPerKey">How many of them one API key may have: a stream for each server of a service.</param>
/// <param name="StreamsPerPerson">How many of them one signed-in person may have: a stream for each page that is open.</param>
/// <param name="PublicOrigin">Where clients reach the host, if not where a request says that it went.</param>
internal sealed record OfrepSettings(int PerKey, int PerPerson, TimeSpan Window, int MostStreams, int StreamsPerKey, int StreamsPerPerson, string? PublicOrigin)
{
    private const string Section = "Ofrep";

    public static OfrepSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var settings = new OfrepSettings(
            section.GetValue(nameof(PerKey), 20_000),
            section.GetValue(nameof(PerPerson), 200),
            section.GetValue(nameof(Window), TimeSpan.FromSeconds(10)),
            section.GetValue(nameof(MostStreams), 10_000),
            section.GetValue(nameof(StreamsPerKey), 500),
            section.GetValue(nameof(StreamsPerPerson), 20),
            section[nameof(PublicOrigin)]);
        if (settings.PerKey < 1 || settings.PerPerson < 1 || settings.MostStreams < 0 || settings.StreamsPerKey < 0 || settings.StreamsPerPerson < 0)
        {
            throw new HostStartException($"{Section}:{nameof(PerKey)} and {Section}:{nameof(PerPerson)} must be 1 or more, {Section}:{nameof(MostStreams)}, {Section}:{nameof(StreamsPerKey)} and {Section}:{nameof(StreamsPerPerson)} 0 or more.");
        }

        if (settings.Window < TimeSpan.FromSeconds(1) || settings.Window > TimeSpan.FromHours(1))
        {
            throw new HostStartException($"{Section}:{nameof(Window)} must be 00:00:01 to 01:00:00.");
        }

        return settings.PublicOrigin is null or "" || CrossOriginSettings.IsOrigin(settings.PublicOrigin)
            ? settings
            : throw new HostStartException($"{Section}:{nameof(PublicOrigin)} must be an origin such as https://api.example.com, without a path, not \"{settings.PublicOrigin}\".");
    }
}
