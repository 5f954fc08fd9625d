namespace Experiments;

/// <summary>How the engine follows changes.</summary>
public sealed class ExperimentsOptions
{
    /// <summary>How long a change may go unseen when its notification is lost, and the pause before a lost connection is opened again. 1 second by default; above zero.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);
}
