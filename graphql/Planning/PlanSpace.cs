namespace GraphQL.Planning;

/// <summary>How much of its operations' plans a document keeps: those beyond are made anew each time.</summary>
internal sealed class PlanSpace(Action<long>? grown)
{
    private const int MostFields = 50_000;
    private const int BytesPerField = 400;
    private int fields;

    /// <summary>The bytes that the plans kept take, by estimate.</summary>
    public long Memory => (long)Volatile.Read(ref fields) * BytesPerField;

    /// <summary>Takes the place of a plan of so many fields; false when it is not there.</summary>
    public bool TryTake(int size)
    {
        if (Interlocked.Add(ref fields, size) > MostFields)
        {
            Leave(size);
            return false;
        }

        grown?.Invoke((long)size * BytesPerField);
        return true;
    }

    /// <summary>Gives the place of a plan back.</summary>
    public void Leave(int size) => Interlocked.Add(ref fields, -size);
}
