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

    /// <summary>How long one pass over an experiment's exposures and facts may take in the database. 10 minutes by default; above zero.</summary>
    public TimeSpan AnalysisTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Memory for each sort and hash of such a pass, in megabytes. 256 by default; 1 to 100,000.</summary>
    public int AnalysisMemoryMegabytes { get; set; } = 256;

    /// <summary>How long whoever asks for results waits for them to be computed before older ones are answered. 10 seconds by default; above zero.</summary>
    public TimeSpan ResultsPatience { get; set; } = TimeSpan.FromSeconds(10);
}
