namespace Experiments;

/// <summary>How the engine follows changes, records exposures and analyses.</summary>
public sealed class ExperimentsOptions
{
    /// <summary>How long a change may go unseen when its notification is lost, and the pause before a lost connection is opened again. 1 second by default; above zero.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many exposures found on reads may wait to be written, and about how many units are remembered as already seen. 100,000 by default; above zero.</summary>
    public int ExposureBuffer { get; set; } = 100_000;

    /// <summary>The pause between writes of such exposures. 1 second by default; above zero.</summary>
    public TimeSpan ExposureInterval { get; set; } = TimeSpan.FromSeconds(1);
}
