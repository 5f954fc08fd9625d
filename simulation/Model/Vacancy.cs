using Marketplace.Jobs;

namespace Marketplace.Simulation.Model;

/// <summary>A job of the simulation.</summary>
internal sealed class Vacancy
{
    private readonly Lock _gate = new();

    public required int Index { get; init; }
    public required ClientPerson Client { get; init; }
    public required int Category { get; init; }
    public required string CategoryKey { get; init; }
    public required string Title { get; init; }
    public required Budget Budget { get; init; }
    public required bool Featured { get; init; }
    public required DateTimeOffset PostedAt { get; init; }

    // What the marketplace made of it.
    public JobId Job { get; set; }
    public int Tier { get; set; }

    /// <summary>What the standard card asks for a job of this tier: what talents are used to.</summary>
    public int StandardPrice { get; set; }

    public string? Arm { get; set; }
    public bool IsOpen { get; set; } = true;

    /// <summary>Talents, by their index.</summary>
    public HashSet<int> Invited { get; } = [];

    public List<Application> Applications { get; } = [];

    public void Add(Application application)
    {
        lock (_gate)
        {
            Applications.Add(application);
        }
    }
}

/// <summary>A proposal of the simulation.</summary>
internal sealed class Application
{
    public required TalentPerson Talent { get; init; }
    public required Vacancy Vacancy { get; init; }
    public required DateTimeOffset At { get; init; }
    public required int Price { get; init; }
    public required bool Invited { get; init; }
    public OwnedId Proposal { get; init; }
    public OwnedId Contract { get; set; }
    public bool IsOver { get; set; }

    /// <summary>Names it in streams of chance, whatever number the database gave it.</summary>
    public long Key => ((long)Talent.Index << 32) | (uint)Vacancy.Index;
}

/// <summary>What a proposal would cost now.</summary>
internal readonly record struct Offer(int Price, string? Token);
