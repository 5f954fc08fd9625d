using Experiments.Flags;

namespace Experiments.Exposures;

/// <summary>
/// Takes note, on reads, that a unit's arm mattered: a price was shown, an SDK read a flag. Notes are written in batches about once a second and when the
/// host stops; a crash may lose the last of them. Where money moves, <c>experiments.expose</c> is called inside the transaction instead.
/// </summary>
public interface IExposureRecorder
{
    /// <summary>
    /// Notes an exposure and returns at once, whatever the database does. The earliest one of a unit counts; when more are waiting than the buffer
    /// holds, it is dropped and counted. Overridden and targeted evaluations have no treatment, so there is nothing to record of them.
    /// </summary>
    /// <param name="treatment">The arm, as the evaluation named it.</param>
    /// <param name="unitKey">The unit that was evaluated, by its key.</param>
    /// <param name="at">When the arm mattered; now by default.</param>
    void Record(Treatment treatment, string unitKey, DateTimeOffset? at = null);

    /// <summary>Returns when what this node had noted before the call is in the database.</summary>
    Task FlushAsync(CancellationToken cancellation);
}
