using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Marketplace.Database;

/// <summary>How a table's rows become objects, compiled from EF Core's model, for statements that are not EF Core's own.</summary>
internal sealed class Rows<T>
    where T : class
{
    private static readonly MethodInfo GetFieldValue = typeof(NpgsqlDataReader).GetMethod(nameof(NpgsqlDataReader.GetFieldValue), [typeof(int)])!;
    private static readonly MethodInfo IsDBNull = typeof(NpgsqlDataReader).GetMethod(nameof(NpgsqlDataReader.IsDBNull), [typeof(int)])!;
    private static Rows<T>? s_known;

    private Rows(IEntityType entity)
    {
        var properties = entity.GetProperties().Where(p => p.PropertyInfo is not null).ToArray();
        var reader = Expression.Parameter(typeof(NpgsqlDataReader), "reader");
        var row = Expression.MemberInit(Expression.New(typeof(T)), properties.Select((p, ordinal) => Expression.Bind(p.PropertyInfo!, ValueOf(p, reader, ordinal))));
        Table = $"{entity.GetSchema()}.{entity.GetTableName()}";
        Columns = string.Join(", ", properties.Select(p => p.GetColumnName()));
        Read = Expression.Lambda<Func<NpgsqlDataReader, T>>(row, reader).Compile();
    }

    public string Table { get; }

    /// <summary>The columns in the order in which <see cref="Read"/> expects them.</summary>
    public string Columns { get; }

    public Func<NpgsqlDataReader, T> Read { get; }

    public static Rows<T> Of(MarketplaceDbContext database) => s_known ??= new Rows<T>(database.Model.FindEntityType(typeof(T))!);

    private static Expression ValueOf(IProperty property, ParameterExpression reader, int ordinal)
    {
        var at = Expression.Constant(ordinal);
        var converter = property.GetTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        Expression value = Expression.Call(reader, GetFieldValue.MakeGenericMethod(stored), at);
        if (converter is not null)
        {
            value = Expression.Invoke(converter.ConvertFromProviderExpression, value);
        }

        if (value.Type != property.ClrType)
        {
            value = Expression.Convert(value, property.ClrType);
        }

        return property.IsNullable ? Expression.Condition(Expression.Call(reader, IsDBNull, at), Expression.Default(property.ClrType), value) : value;
    }
}
