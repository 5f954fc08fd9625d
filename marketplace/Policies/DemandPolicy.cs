namespace Marketplace.Policies;

/// <param name="Few">DEM-02: fewer proposals than this is little interest.</param>
/// <param name="LowerAfterHours">After how long little interest lowers the price by a tier.</param>
/// <param name="FreeAfterHours">DEM-03: after how long it makes proposals free.</param>
/// <param name="Many">DEM-04: this many proposals raise the price by a tier.</param>
/// <param name="RaiseWithinHours">Within how long they must have come.</param>
public sealed record DemandPolicy(int Few, int LowerAfterHours, int FreeAfterHours, int Many, int RaiseWithinHours)
{
    internal IEnumerable<string> Problems()
    {
        if (Few is < 0 or > 10_000) yield return "demand.few must be 0 to 10,000";
        if (Many <= Few || Many > 100_000) yield return "demand.many must be more than demand.few and at most 100,000";
        if (LowerAfterHours is < 1 or > 8784) yield return "demand.lowerAfterHours must be 1 to 8,784";
        if (FreeAfterHours < LowerAfterHours || FreeAfterHours > 8784) yield return "demand.freeAfterHours must not be before lowerAfterHours, nor beyond 8,784";
        if (RaiseWithinHours < 1 || RaiseWithinHours > FreeAfterHours) yield return "demand.raiseWithinHours must be 1 to freeAfterHours";
    }
}

/// <param name="OpenJobDays">CLI-01: days after posting at which a client is asked about an open job.</param>
/// <param name="ContractDays">HRS-02: days before its end at which a client is asked about an hourly contract.</param>
public sealed record ReminderPolicy(IReadOnlyList<int> OpenJobDays, IReadOnlyList<int> ContractDays)
{
    internal IEnumerable<string> Problems()
    {
        if (OpenJobDays.Concat(ContractDays).Any(d => d is < 1 or > 366)) yield return "reminders: days must be 1 to 366";
    }
}
