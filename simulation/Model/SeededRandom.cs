namespace Marketplace.Simulation.Model;

/// <summary>What chance is asked about: each topic has a stream of its own, so that one decision more or less changes no other.</summary>
internal enum Topic { Person = 1, Vacancy, Session, Consideration, Invitation, Review, Reply, Feedback, Decision, Closing, Payment, Purchase, Reward, Volume, Referral }

/// <summary>
/// Chance by name: the same seed, topic and numbers give the same stream in whatever order the streams are asked, so that workers may play
/// at once and a run can be played again. SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
internal struct SeededRandom
{
    private ulong _state;

    public static SeededRandom Of(long seed, Topic topic, long first = 0, long second = 0)
    {
        var state = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        state = Mix(state ^ ((ulong)topic * 0xD6E8FEB86659FD93));
        state = Mix(state ^ ((ulong)first * 0xA0761D6478BD642F));
        return new SeededRandom { _state = Mix(state ^ ((ulong)second * 0xE7037ED1A0B428DB)) };
    }

    /// <summary>0 up to 1, never 1.</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    public bool Chance(double probability) => Next() < probability;

    public int Below(int count) => (int)(Next() * count);

    public double Between(double low, double high) => low + ((high - low) * Next());

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public int PickWeighted(IReadOnlyList<double> weights)
    {
        var left = Next() * weights.Sum();
        for (var i = 0; i < weights.Count - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Count - 1;
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());

    public double Exponential(double mean) => -Math.Log(1 - Next()) * mean;

    /// <summary>How many of many rare things happen: by their waiting times.</summary>
    public int Poisson(double mean)
    {
        var count = 0;
        for (var time = Exponential(1); time < mean; time += Exponential(1))
        {
            count++;
        }

        return count;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
