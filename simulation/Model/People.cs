namespace Marketplace.Simulation.Model;

internal abstract class Person
{
    public required int Index { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Country { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset JoinsAt { get; init; }

    /// <summary>Known once the person has joined.</summary>
    public AccountId Account { get; set; }

    public Agenda Agenda { get; } = new();
}

internal sealed class TalentPerson : Person
{
    public required bool IsAgency { get; init; }

    /// <summary>0 to 1, all equally likely: who is better is interviewed more and deterred less by a price.</summary>
    public required double Quality { get; init; }

    /// <summary>Jobs looked at closely on an ordinary day.</summary>
    public required double Rate { get; init; }

    public required int Home { get; init; }
    public required int Side { get; init; }
    public required bool TakesTest { get; init; }
    public required bool TakesPlus { get; init; }

    /// <summary>The jobs it looked at or was invited to; none is looked at twice.</summary>
    public HashSet<int> Seen { get; } = [];

    /// <summary>When its first won interview showed it the rule of rewards under an experiment, and which.</summary>
    public DateTimeOffset? ExposedAt { get; set; }

    public string? RewardArm { get; set; }

    /// <summary>A person's own instants never go back, so that a history reads in the order of its time.</summary>
    public DateTimeOffset LastActedAt { get; set; }

    public int Purchases { get; set; }

    public List<DateTimeOffset> Won { get; } = [];
}

internal sealed class ClientPerson : Person;
