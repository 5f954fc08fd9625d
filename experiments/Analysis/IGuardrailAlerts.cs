using Experiments.Lifecycle;

namespace Experiments.Analysis;

/// <summary>Given by the host: tells those who run experiments that a limit was passed. Without one, only the log says so.</summary>
public interface IGuardrailAlerts
{
    /// <summary>Tells it. Called again later, also on another node, until it returns without an exception: at least once for each breach.</summary>
    /// <param name="experiment">As it stands after the breach: stopped, where the guardrail stops it.</param>
    /// <param name="breach">What was passed.</param>
    /// <param name="cancellation">Ends the telling.</param>
    Task TellAsync(Experiment experiment, GuardrailBreach breach, CancellationToken cancellation);
}
