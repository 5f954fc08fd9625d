namespace Experiments.Lifecycle;

/// <summary>Why something asked for was not done. Every case derives from this one and nothing was changed.</summary>
/// <param name="Message">A sentence for the person who asked.</param>
public abstract record Refusal(string Message);

/// <summary>There is no such thing.</summary>
/// <param name="Kind">What was looked for: flag or experiment.</param>
/// <param name="Key">The key it was looked for by.</param>
public sealed record NotFound(string Kind, string Key) : Refusal($"There is no {Kind} with the key '{Key}'.");

/// <summary>What was given makes no sense.</summary>
/// <param name="Field">The field of the input, in camel case.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record Invalid(string Field, string Message) : Refusal(Message);

/// <summary>The edit was made from a version that is no longer current.</summary>
/// <param name="CurrentVersion">The version there is now.</param>
public sealed record VersionConflict(int CurrentVersion) : Refusal($"Somebody changed it meanwhile; its version is now {CurrentVersion}.");

/// <summary>It cannot be done in the present state.</summary>
/// <param name="State">The state that stands in the way, as clients see it: RUNNING, ARCHIVED and so on.</param>
/// <param name="Message">Why.</param>
public sealed record WrongState(string State, string Message) : Refusal(Message);

/// <summary>The layer has no block of the size that was asked for.</summary>
/// <param name="FreeTraffic">The largest block still free, 0 to 100.</param>
public sealed record LayerFull(decimal FreeTraffic)
    : Refusal($"The layer has no room for it: its largest free block is {FreeTraffic.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)} percent.");
