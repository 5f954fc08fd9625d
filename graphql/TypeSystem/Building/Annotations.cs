using System.Reflection;

namespace GraphQL.TypeSystem.Building;

/// <summary>Attributes of members; a record's positional property has those of its constructor parameter too, and the other way round.</summary>
internal static class Annotations
{
    public static T? Get<T>(ICustomAttributeProvider member)
        where T : Attribute => All<T>(member).FirstOrDefault();

    public static bool IsDefined<T>(ICustomAttributeProvider member)
        where T : Attribute => Get<T>(member) is not null;

    public static IEnumerable<T> All<T>(ICustomAttributeProvider member)
        where T : Attribute
    {
        var own = member.GetCustomAttributes(typeof(T), inherit: true).Cast<T>();
        return Twin(member) is { } twin ? own.Concat(twin.GetCustomAttributes(typeof(T), inherit: true).Cast<T>()) : own;
    }

    public static string? Deprecation(ICustomAttributeProvider member) =>
        Get<GraphQLDeprecatedAttribute>(member)?.Reason ?? (Get<ObsoleteAttribute>(member) is { } obsolete ? obsolete.Message ?? "No longer supported" : null);

    public static double? Cost(ICustomAttributeProvider member) => Get<CostAttribute>(member)?.Weight;

    /// <summary>The policies of a member, or where it says nothing those of all its classes.</summary>
    public static FieldAuthorization? Authorization(MemberInfo member, IEnumerable<Type> classes)
    {
        if (Authorization(member) is { } own)
            return own;
        FieldAuthorization[] said = [.. classes.Select(Authorization).OfType<FieldAuthorization>()];
        string?[] policies = [.. said.SelectMany(one => one.Policies).Distinct()];
        return said.Length == 0 ? null : new FieldAuthorization(policies, AllowsAnonymous: policies.Length == 0);
    }

    private static FieldAuthorization? Authorization(ICustomAttributeProvider member)
    {
        if (IsDefined<AllowAnonymousAttribute>(member))
            return new FieldAuthorization([], AllowsAnonymous: true);
        var policies = All<AuthorizeAttribute>(member).Select(attribute => attribute.Policy).ToArray();
        return policies.Length == 0 ? null : new FieldAuthorization(policies, AllowsAnonymous: false);
    }

    private static ICustomAttributeProvider? Twin(ICustomAttributeProvider member) => member switch
    {
        PropertyInfo { DeclaringType: { } type } property => PrimaryConstructor(type)?.GetParameters()
            .FirstOrDefault(parameter => parameter.Name == property.Name && parameter.ParameterType == property.PropertyType),
        ParameterInfo { Member: ConstructorInfo { DeclaringType: { } type } } parameter =>
            type.GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance) is { } property && property.PropertyType == parameter.ParameterType
                ? property
                : null,
        _ => null,
    };

    /// <summary>The constructor with the most parameters, the one that copies a record left aside.</summary>
    public static ConstructorInfo? PrimaryConstructor(Type type) => type.GetConstructors()
        .Where(constructor => constructor.GetParameters() is not [{ } only] || only.ParameterType != type)
        .OrderByDescending(constructor => constructor.GetParameters().Length)
        .FirstOrDefault();
}
