using System.Collections;
using System.Text.Json;
using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>
/// Writes the data of a response, depth first, from columns and compiled getters. Where a value fails in a place that must not be
/// null, the position that becomes null is marked, the pass goes on to find further failures, and a second pass writes the answer.
/// </summary>
internal sealed partial class ResponseWriter(OperationState state)
{
    private Utf8JsonWriter json = null!;

    public Utf8JsonWriter Json => json;

    /// <summary>Writes the object of the root, or null where everything failed.</summary>
    public void WriteRoot(Utf8JsonWriter writer, TypedSelection selection, ReadOnlySpan<FieldPlan> fields)
    {
        json = writer;
        writer.WriteStartObject();
        WriteFields(selection, fields, state.Root, 0, marks);
        writer.WriteEndObject();
    }

    private void WriteFields(TypedSelection selection, ReadOnlySpan<FieldPlan> fields, object parent, int item, NullMark? mark)
    {
        var index = 0;
        var entry = depth;
        while (index < fields.Length)
        {
            try
            {
                for (; index < fields.Length; index++)
                {
                    var field = fields[index];
                    if (mark is null && field.Kind == FieldKind.PureScalar && !field.IsGuarded)
                    {
                        if (!field.WriteScalar!(json, field.Name, parent))
                            FailNull(field);
                    }
                    else
                    {
                        WriteField(selection, field, parent, item, mark);
                    }
                }
            }
            catch (Exception exception) when (!state.IsAbort(exception))
            {
                depth = entry;
                FailThrown(fields[index], exception);
                index++;
            }
        }
    }

    private void WriteField(TypedSelection selection, FieldPlan field, object parent, int item, NullMark? mark)
    {
        if (field.IsGuarded && field.ColumnIndex < 0 && state.RefusalOf(field) is { } refusal)
        {
            WriteFailed(field, refusal);
            return;
        }

        var below = mark?.Find(field.ResponseName);
        if (below is { IsNull: true })
        {
            json.WriteNull(field.Name);
            return;
        }

        switch (field.Kind)
        {
            case FieldKind.TypeName:
                json.WriteString(field.Name, selection.TypeName);
                break;
            case FieldKind.PureScalar:
                if (!field.WriteScalar!(json, field.Name, parent))
                    FailNull(field);
                break;
            case FieldKind.PureScalarList:
                json.WritePropertyName(field.Name);
                Push(field);
                elementMarks = below;
                if (!field.WriteScalarList!(this, parent))
                    FailNullHere();
                Pop();
                break;
            case FieldKind.PureObject:
                WriteObjects(field, field.GetObject!(parent), null, item, below);
                break;
            default:
                WriteFromColumn(field, state.Columns[field.ColumnIndex]!, item, below);
                break;
        }
    }

    private void WriteFromColumn(FieldPlan field, Column column, int item, NullMark? mark)
    {
        if (column.FailureOf(item) is { } failure)
        {
            WriteFailed(field, failure);
        }
        else if (field.Kind == FieldKind.ColumnScalar)
        {
            if (!column.WriteScalar(field, json, item))
                FailNull(field);
        }
        else if (field.Kind == FieldKind.ColumnScalarList)
        {
            json.WritePropertyName(field.Name);
            Push(field);
            elementMarks = mark;
            if (!column.WriteScalarList(field, this, item))
                FailNullHere();
            Pop();
        }
        else
        {
            WriteObjects(field, column.ObjectAt(item), column, item, mark);
        }
    }

    private void WriteObjects(FieldPlan field, object? value, Column? column, int row, NullMark? mark)
    {
        json.WritePropertyName(field.Name);
        if (value is null && !field.Shape.IsNonNull)
        {
            json.WriteNullValue();
            return;
        }

        Push(field);
        var item = column?.FirstItem(row) ?? row;
        WriteValue(field.Shape, field.Selection!, value, ref item, mark);
        Pop();
    }

    private void WriteValue(OutputShape shape, SelectionPlan selection, object? value, ref int item, NullMark? mark)
    {
        if (value is null)
        {
            item += shape.Element is null ? 1 : 0;
            if (shape.IsNonNull)
                FailNullHere();
            else
                json.WriteNullValue();
        }
        else if (shape.Element is null)
        {
            WriteObject(selection, value, item++, mark);
        }
        else if (value is object?[] array)
        {
            // What most resolvers give, and twice as fast to read as through the interface that arrays of all classes share.
            json.WriteStartArray();
            for (var index = 0; index < array.Length; index++)
                WriteElement(shape.Element, selection, array[index], index, ref item, mark);
            json.WriteEndArray();
        }
        else if (value is IReadOnlyList<object?> list)
        {
            json.WriteStartArray();
            for (var index = 0; index < list.Count; index++)
                WriteElement(shape.Element, selection, list[index], index, ref item, mark);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartArray();
            var index = 0;
            foreach (var element in (IEnumerable)value)
                WriteElement(shape.Element, selection, element, index++, ref item, mark);
            json.WriteEndArray();
        }
    }

    private void WriteElement(OutputShape shape, SelectionPlan selection, object? value, int index, ref int item, NullMark? mark)
    {
        var below = mark?.Find(index);
        if (below is { IsNull: true })
        {
            item += Flattening.Count(shape, value);
            json.WriteNullValue();
            return;
        }

        PushIndex(index, !shape.IsNonNull);
        WriteValue(shape, selection, value, ref item, below);
        Pop();
    }

    private void WriteObject(SelectionPlan selection, object value, int item, NullMark? mark)
    {
        if (selection.For(value) is not { } typed)
        {
            // A resolver of a list may put an error in the place of an object.
            FailHere(value as GraphQLError ?? state.Errors.Report(
                new InvalidOperationException($"{value.GetType()} is no type of {selection.Type.Name} that the schema knows."), state.OperationName, null, state.User));
            return;
        }

        json.WriteStartObject();
        WriteFields(typed, typed.Fields, value, item, mark);
        json.WriteEndObject();
    }
}
