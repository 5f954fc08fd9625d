namespace Marketplace.Simulation;

/// <param name="Day">How many days are over.</param>
/// <param name="Days">Of how many.</param>
/// <param name="Proposals">How many proposals there are by now.</param>
/// <param name="Elapsed">How long it has taken.</param>
public readonly record struct SimulationProgress(int Day, int Days, int Proposals, TimeSpan Elapsed);
