namespace Marketplace.Simulation.Model;

internal enum ErrandKind { Post, Review, Decide, Close, Pay, End, Reply, Feedback, Invited }

/// <param name="Due">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Vacancy">About which job.</param>
/// <param name="Application">About which proposal.</param>
/// <param name="Number">Which of several, such as payments.</param>
internal sealed record Errand(DateTimeOffset Due, ErrandKind Kind, Vacancy Vacancy, Application? Application = null, int Number = 0)
{
    public long Order => Application?.Key ?? Vacancy.Index;
}

/// <summary>What a person means to do. Others may add to it at any time; in which order they came makes no difference.</summary>
internal sealed class Agenda
{
    private readonly Lock _gate = new();
    private List<Errand> _errands = [];
    private DateTimeOffset _soonest = DateTimeOffset.MaxValue;

    public void Add(Errand errand)
    {
        lock (_gate)
        {
            _errands.Add(errand);
            _soonest = errand.Due < _soonest ? errand.Due : _soonest;
        }
    }

    public bool HasDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            return _soonest < until;
        }
    }

    /// <summary>Takes what is due before an instant, in the order of its time.</summary>
    public IReadOnlyList<Errand> Take(DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_soonest >= until)
            {
                return [];
            }

            var due = _errands.Where(t => t.Due < until).OrderBy(t => t.Due).ThenBy(t => t.Kind).ThenBy(t => t.Order).ToList();
            _errands = _errands.FindAll(t => t.Due >= until);
            _soonest = _errands.Count == 0 ? DateTimeOffset.MaxValue : _errands.Min(t => t.Due);
            return due;
        }
    }
}
