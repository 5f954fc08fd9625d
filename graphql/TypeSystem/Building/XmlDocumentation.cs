using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace GraphQL.TypeSystem.Building;

/// <summary>Descriptions from attributes and from the XML documentation beside the assemblies.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> files = [];

    public string? Of(MemberInfo member)
    {
        if (Annotations.Get<GraphQLDescriptionAttribute>(member) is { } attribute)
            return attribute.Description;
        return member switch
        {
            Type type => Summary(Find(type.Assembly, "T:" + TypeId(type))),
            MethodInfo method => Summary(Find(method.DeclaringType!.Assembly, "M:" + TypeId(method.DeclaringType) + "." + method.Name)),
            FieldInfo field => Summary(Find(field.DeclaringType!.Assembly, "F:" + TypeId(field.DeclaringType) + "." + field.Name)),
            PropertyInfo property => Summary(Find(property.DeclaringType!.Assembly, "P:" + TypeId(property.DeclaringType) + "." + property.Name))
                ?? Parameter(Find(property.DeclaringType.Assembly, "T:" + TypeId(property.DeclaringType)), property.Name),
            _ => null,
        };
    }

    public string? Of(ParameterInfo parameter)
    {
        if (Annotations.Get<GraphQLDescriptionAttribute>(parameter) is { } attribute)
            return attribute.Description;
        var type = parameter.Member.DeclaringType!;
        if (parameter.Member is ConstructorInfo)
        {
            return Parameter(Find(type.Assembly, "T:" + TypeId(type)), parameter.Name!)
                ?? (type.GetProperty(parameter.Name!) is { } property ? Of(property) : null);
        }

        return Parameter(Find(type.Assembly, "M:" + TypeId(type) + "." + parameter.Member.Name), parameter.Name!);
    }

    private static string TypeId(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Summary(XElement? member) => Text(member?.Element("summary"));

    private static string? Parameter(XElement? member, string name) =>
        Text(member?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == name));

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = new StringBuilder();
        Append(text, element);
        var words = text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain)
                text.Append(plain.Value);
            else if (node is XElement { Name.LocalName: "c" } code)
                text.Append('`').Append(code.Value).Append('`');
            else if (node is XElement { IsEmpty: true } reference)
                text.Append(Name(reference));
            else if (node is XElement inner)
                Append(text, inner);
        }
    }

    private static string Name(XElement reference)
    {
        var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "";
        var end = target.IndexOf('(', StringComparison.Ordinal);
        var name = end < 0 ? target : target[..end];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }

    private XElement? Find(Assembly assembly, string id)
    {
        if (!files.TryGetValue(assembly, out var members))
            files.Add(assembly, members = Read(assembly));
        return members.GetValueOrDefault(id);
    }

    // Methods are kept by name alone: the fields of a type have no overloads.
    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        var path = assembly.IsDynamic || assembly.Location.Length == 0 ? null : Path.ChangeExtension(assembly.Location, ".xml");
        if (path is null || !File.Exists(path))
            return members;
        foreach (var member in XDocument.Load(path).Descendants("member"))
        {
            var id = (string?)member.Attribute("name") ?? "";
            var end = id.IndexOfAny(['(', '`']) is var generic && id.StartsWith("M:", StringComparison.Ordinal) && generic > 0 ? generic : id.Length;
            members.TryAdd(id[..end], member);
        }

        return members;
    }
}
