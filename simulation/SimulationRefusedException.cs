namespace Marketplace.Simulation;

/// <summary>The simulation was not begun; the message says why and what to do. Nothing was changed.</summary>
public sealed class SimulationRefusedException(string message) : Exception(message);
