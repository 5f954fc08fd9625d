using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Reference;

/// <summary>A document with variables for it.</summary>
public sealed record GeneratedRequest(string Query, JsonObject Variables);

/// <summary>Makes documents for a schema by chance: nearly all of them valid, with fragments, conditions, aliases and variables everywhere.</summary>
internal sealed class DocumentGenerator(Schema schema, int seed)
{
    private readonly Random random = new(seed);
    private readonly List<(string Name, CompositeType Type, int Depth, string Text)> fragments = [];
    private readonly List<string> definitions = [];
    private readonly JsonObject variables = [];
    private int budget;
    private int constants;
    private int names;

    public GeneratedRequest Next()
    {
        budget = random.Next(5, 40);
        var isMutation = random.Next(5) == 0;
        var selections = Selections(isMutation ? schema.Mutation! : schema.Query!, random.Next(2, 6));
        var name = definitions.Count > 0 || isMutation || random.Next(3) == 0 ? " Operation" : "";
        var operation = name.Length == 0 && random.Next(2) == 0
            ? ""
            : (isMutation ? "mutation" : "query") + name + (definitions.Count == 0 ? "" : "(" + string.Join(", ", definitions) + ") ");
        return new GeneratedRequest(operation + selections + string.Concat(fragments.Select(fragment => fragment.Text)), variables);
    }

    private string Selections(CompositeType type, int depth)
    {
        var text = new StringBuilder("{\n");
        var before = text.Length;
        for (var count = random.Next(1, 6); count > 0 && budget > 0; count--)
            text.Append("  ").Append(Selection(type, depth)).Append('\n');
        if (text.Length == before)
            text.Append("  __typename\n");
        return text.Append('}').ToString();
    }

    private string Selection(CompositeType type, int depth)
    {
        budget--;
        var choice = random.Next(100);
        if (choice < 4)
            return "__typename" + Conditions();
        if (depth > 0 && (choice < 14 || (type is UnionType && choice < 60)))
            return InlineFragment(type, depth);
        if (depth > 0 && choice < 22)
            return Spread(type, depth);
        return type is ComplexType complex ? Field(complex, depth) : "__typename";
    }

    private string InlineFragment(CompositeType type, int depth)
    {
        var condition = random.Next(4) == 0 && type is not UnionType ? null : Near(type);
        return $"...{(condition is null ? "" : " on " + condition.Name)}{Conditions()} {Selections(condition ?? type, depth)}";
    }

    private string Spread(CompositeType type, int depth)
    {
        var known = fragments.Where(fragment => fragment.Depth <= depth && schema.Overlap(fragment.Type, type)).ToList();
        if (known.Count > 0 && random.Next(2) == 0)
            return $"...{Pick(known).Name}{Conditions()}";
        var target = Near(type);
        var name = "F" + names++;
        var text = Selections(target, depth - 1);
        fragments.Add((name, target, depth, $"\nfragment {name} on {target.Name} {text}"));
        return $"...{name}{Conditions()}";
    }

    private CompositeType Near(CompositeType type) =>
        Pick([.. schema.Types.OfType<CompositeType>().Where(other => !other.IsIntrospection && schema.Overlap(other, type))]);

    private string Field(ComplexType type, int depth)
    {
        var fields = type.Fields.Where(field => depth > 0 || field.Type.NamedType.IsLeaf).ToList();
        if (fields.Count == 0)
            return "__typename";
        var field = Pick(fields);
        var arguments = Arguments(field);
        var alias = arguments.Length > 0 ? "y" + names++ + ": " : random.Next(5) == 0 ? "x" + field.Name + ": " : "";
        var selections = field.Type.NamedType is CompositeType composite ? " " + Selections(composite, depth - 1) : "";
        return alias + field.Name + arguments + Conditions() + selections;
    }

    private string Arguments(FieldDefinition field)
    {
        var given = field.Arguments.Where(argument => argument.IsRequired || random.Next(3) == 0)
            .Select(argument => $"{argument.Name}: {Value(argument.Type, argument.DefaultValue is not null, isOneOf: false, 2)}").ToArray();
        return given.Length == 0 ? "" : $"({string.Join(", ", given)})";
    }

    private string Conditions()
    {
        if (random.Next(8) != 0)
            return "";
        var text = "";
        if (random.Next(2) == 0)
            text += $" @skip(if: {Condition()})";
        if (text.Length == 0 || random.Next(3) == 0)
            text += $" @include(if: {Condition()})";
        return text;
    }

    private string Condition()
    {
        if (random.Next(3) == 0)
            return random.Next(3) == 0 ? "false" : "true";
        if (definitions.Count > 0 && random.Next(3) > 0 && definitions.Find(one => one.Contains("Boolean!", StringComparison.Ordinal)) is { } known)
            return known[..known.IndexOf(':', StringComparison.Ordinal)];
        return Variable(BuiltInScalars.Boolean.AsNonNull(), false, true, 0);
    }

    private string Value(GraphQLType type, bool hasDefault, bool isOneOf, int depth)
    {
        if (random.Next(4) == 0)
            return Variable(type, hasDefault, isOneOf, depth);
        if (type is not NonNullType && !isOneOf && random.Next(8) == 0)
            return "null";
        return Text(Json(type.AsNonNull(), depth, literal: true));
    }

    private string Variable(GraphQLType type, bool hasDefault, bool isOneOf, int depth)
    {
        var name = "v" + names++;
        var declared = (type is NonNullType && !hasDefault) || isOneOf || random.Next(5) == 0 ? type.AsNonNull() : type.Nullable;
        var withDefault = random.Next(4) == 0;
        constants++;
        definitions.Add($"${name}: {declared}{(withDefault ? " = " + Text(Json(declared.AsNonNull(), depth, literal: true)) : "")}");
        constants--;
        var choice = random.Next(100);
        if (choice >= 20 || (declared is NonNullType && !withDefault))
            variables[name] = random.Next(60) == 0 ? Wrong() : Json(declared.AsNonNull(), depth, literal: false);
        else if (choice < 8 && declared is not NonNullType)
            variables[name] = null;
        return "$" + name;
    }

    private JsonNode? Wrong() => random.Next(6) switch
    {
        0 => JsonValue.Create("wrong"),
        1 => JsonValue.Create(1.5),
        2 => new JsonArray(JsonValue.Create(true), null),
        3 => new JsonObject { ["unknown"] = 1 },
        4 => JsonValue.Create(3_000_000_000L),
        _ => null,
    };

    // Values are made as JSON; enums and variables in literals are written without quotes, as marked.
    private JsonNode? Json(GraphQLType type, int depth, bool literal)
    {
        if (type is not NonNullType && random.Next(8) == 0)
            return null;
        switch (type.Nullable)
        {
            case ListType list when random.Next(6) == 0 && list.OfType.Nullable is not ListType:
                return Json(list.OfType.AsNonNull(), depth, literal);
            case ListType list:
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Inner(list.OfType, false, false, depth, literal))]);
            case InputObjectType { IsOneOf: true } input:
                var only = Pick(input.Fields);
                return new JsonObject { [only.Name] = Inner(only.Type.AsNonNull(), false, true, depth - 1, literal) };
            case InputObjectType input:
                var value = new JsonObject();
                foreach (var field in input.Fields.Where(field => field.IsRequired || (depth > 0 && random.Next(3) == 0)))
                    value[field.Name] = Inner(field.Type, field.DefaultValue is not null, false, depth - 1, literal);
                return value;
            case EnumType @enum:
                return JsonValue.Create((literal ? "\u0001" : "") + Pick(@enum.Values).Name);
            default:
                return Scalar(type.NamedType.Name);
        }
    }

    // A variable's own default holds no variables.
    private JsonNode? Inner(GraphQLType type, bool hasDefault, bool isOneOf, int depth, bool literal) =>
        literal && constants == 0 && random.Next(6) == 0
            ? JsonValue.Create("\u0001" + Variable(type, hasDefault, isOneOf, Math.Max(depth, 0)))
            : Json(type, Math.Max(depth, 0), literal);

    private JsonValue Scalar(string name) => name switch
    {
        "Int" => JsonValue.Create(random.Next(3) == 0 ? random.Next(-3, 5) : random.Next(1_000_000)),
        "Float" => random.Next(2) == 0 ? JsonValue.Create(random.Next(100)) : JsonValue.Create(random.Next(400) / 4.0),
        "Boolean" => JsonValue.Create(random.Next(2) == 0),
        "ID" => random.Next(2) == 0 ? JsonValue.Create(random.Next(100)) : JsonValue.Create("id" + random.Next(100)),
        "Code" => JsonValue.Create("c" + random.Next(100)),
        _ => JsonValue.Create("text" + random.Next(100)),
    };

    private static string Text(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(element => Text(element)))}]",
        JsonObject fields => $"{{ {string.Join(", ", fields.Select(field => $"{field.Key}: {Text(field.Value)}"))} }}",
        JsonValue leaf when leaf.TryGetValue<string>(out var text) => text.StartsWith('\u0001') ? text[1..] : $"\"{text}\"",
        JsonValue leaf when leaf.TryGetValue<double>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };

    private T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
