using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Experiments.Database;

/// <summary>Enums are stored as the words clients see: <c>JobCategory</c> is <c>JOB_CATEGORY</c>.</summary>
internal sealed class ScreamingSnake<TEnum>() : ValueConverter<TEnum, string>(value => ScreamingSnake.Write(value), text => ScreamingSnake.Read<TEnum>(text))
    where TEnum : struct, Enum;

internal static class ScreamingSnake
{
    internal static string Write<TEnum>(TEnum value)
        where TEnum : struct, Enum
        => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    internal static TEnum Read<TEnum>(string text)
        where TEnum : struct, Enum
        => Enum.Parse<TEnum>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
