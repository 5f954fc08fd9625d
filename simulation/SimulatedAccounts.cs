namespace Marketplace.Simulation;

/// <summary>How simulated accounts are told from others: nobody can have an address in this domain (RFC 2606).</summary>
public static class SimulatedAccounts
{
    public const string Domain = "simulated.example";
}
