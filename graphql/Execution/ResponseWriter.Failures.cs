using GraphQL.Planning;

namespace GraphQL.Execution;

internal sealed partial class ResponseWriter
{
    private readonly List<GraphQLError> errors = [];
    private PathSegment[] path = [];
    private int depth;
    private NullMark? marks;
    private NullMark? found;
    private NullMark? elementMarks;
    private bool isSecondPass;

    /// <summary>What failed, in the order of the response.</summary>
    public List<GraphQLError> Errors => errors;

    /// <summary>True when the pass met a failure in a place that must not be null: what it wrote is no answer.</summary>
    public bool MustWriteAgain => found is not null;

    /// <summary>True when null reached the root.</summary>
    public bool IsDataNull { get; private set; }

    /// <summary>Prepares the second pass, which follows the marks of the first.</summary>
    public void BeginSecondPass()
    {
        marks = found;
        found = null;
        isSecondPass = true;
        depth = 0;
    }

    /// <summary>Makes the whole answer null.</summary>
    public void GiveUp() => IsDataNull = true;

    /// <summary>Prepares a pass of its own, for the next root field of a mutation.</summary>
    public void BeginNext()
    {
        marks = found = null;
        isSecondPass = false;
        depth = 0;
    }

    /// <summary>A list element that must not be null is; reported by list writers.</summary>
    public void FailElement(int index)
    {
        PushIndex(index, isNullable: false);
        FailNullHere();
        Pop();
    }

    /// <summary>The writing of a list element threw; reported by list writers.</summary>
    public void FailElement(int index, bool isNullable, Exception exception)
    {
        PushIndex(index, isNullable);
        FailHere(state.Report(exception, CurrentField()));
        Pop();
    }

    /// <summary>True in the second pass for an element that becomes null; asked by list writers.</summary>
    public bool IsMarked(int index) => elementMarks?.Find(index) is { IsNull: true };

    /// <summary>Goes into a list in a list; what comes back is for leaving it.</summary>
    public ListPosition EnterList(int index, bool isNullable)
    {
        var position = new ListPosition(depth, elementMarks);
        PushIndex(index, isNullable);
        elementMarks = elementMarks?.Find(index);
        return position;
    }

    /// <summary>Goes back to where a list was entered, however it ended.</summary>
    public void LeaveList(ListPosition position)
    {
        depth = position.Depth;
        elementMarks = position.Marks;
    }

    /// <summary>Tells whether the operation itself has ended; an element's failure is then nobody's.</summary>
    public bool IsAbort(Exception exception) => state.IsAbort(exception);

    private void Push(FieldPlan field)
    {
        if (depth == path.Length)
            Grow();
        path[depth++] = new PathSegment(field, 0, !field.Shape.IsNonNull);
    }

    private void PushIndex(int index, bool isNullable)
    {
        if (depth == path.Length)
            Grow();
        path[depth++] = new PathSegment(null, index, isNullable);
    }

    private void Pop() => depth--;

    private void Grow() => Array.Resize(ref path, Math.Max(8, path.Length * 2));

    private FieldPlan CurrentField()
    {
        var position = depth - 1;
        while (path[position].Field is null)
            position--;
        return path[position].Field!;
    }

    // A resolver's failure is known before anything is written: where null is allowed, this pass is still good.
    private void WriteFailed(FieldPlan field, GraphQLError error)
    {
        Push(field);
        if (field.Shape.IsNonNull)
        {
            json.WritePropertyName(field.Name);
            FailHere(error);
        }
        else
        {
            json.WriteNull(field.Name);
            AddError(error);
        }

        Pop();
    }

    private void FailNull(FieldPlan field)
    {
        json.WritePropertyName(field.Name);
        Push(field);
        FailNullHere();
        Pop();
    }

    private void FailNullHere() => FailHere(new GraphQLError($"Cannot return null for non-nullable field {CurrentField().ResponseName}.")
    {
        Code = ErrorCodes.InternalServerError,
    });

    // Something may have been written before the exception: only another pass gives a good answer, whether null is allowed or not.
    private void FailThrown(FieldPlan field, Exception exception)
    {
        Push(field);
        FailHere(state.Report(exception, field));
        Pop();
    }

    private void FailHere(GraphQLError error)
    {
        json.WriteNullValue();
        AddError(error);
        var nullable = depth;
        while (nullable > 0 && !path[nullable - 1].IsNullable)
            nullable--;
        found ??= new NullMark();
        if (nullable == 0)
            IsDataNull = true;
        else
            found.Add(path.AsSpan(0, nullable));
    }

    private void AddError(GraphQLError error)
    {
        if (isSecondPass)
            return;
        errors.Add(error with
        {
            Path = [.. path.AsSpan(0, depth).ToArray().Select(segment => segment.Key)],
            Locations = error.Locations.IsDefaultOrEmpty ? [.. CurrentField().Nodes.Select(node => node.Location)] : error.Locations,
        });
    }
}
