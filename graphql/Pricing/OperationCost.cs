using System.Text.Json;

namespace GraphQL.Pricing;

/// <summary>What an operation costs at most, by the definitions of IBM's cost directives.</summary>
/// <param name="FieldCost">The weights of all resolved fields and of their arguments: what it takes to compute the answer.</param>
/// <param name="TypeCost">The weights of all objects and values: what it takes to carry the answer.</param>
internal readonly record struct OperationCost(double FieldCost, double TypeCost)
{
    public static OperationCost operator +(OperationCost left, OperationCost right) =>
        new(left.FieldCost + right.FieldCost, left.TypeCost + right.TypeCost);

    public static OperationCost Larger(OperationCost left, OperationCost right) =>
        new(Math.Max(left.FieldCost, right.FieldCost), Math.Max(left.TypeCost, right.TypeCost));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("fieldCost", FieldCost);
        json.WriteNumber("typeCost", TypeCost);
        json.WriteEndObject();
    }
}
