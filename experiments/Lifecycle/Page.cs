namespace Experiments.Lifecycle;

/// <summary>A part of a list, newest first.</summary>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="HasNext">Whether older ones follow.</param>
/// <param name="HasPrevious">Whether newer ones precede.</param>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, bool HasNext, bool HasPrevious);

/// <summary>Which part of a list, by the id of an item seen before.</summary>
/// <param name="Size">How many at most; 0 asks only whether there are any.</param>
/// <param name="Cursor">The id after which (or, backward, before which) to go on; null is the end of the list.</param>
/// <param name="Backward">Whether the part before the cursor is wanted, in the same order.</param>
public sealed record PageRequest(int Size, long? Cursor = null, bool Backward = false);

/// <summary>Which experiments.</summary>
/// <param name="State">In this state alone.</param>
/// <param name="FlagKey">On this flag alone.</param>
public sealed record ExperimentFilter(ExperimentState? State = null, string? FlagKey = null);
