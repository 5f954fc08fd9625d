using System.Text.Json;

namespace Marketplace.Api.SignIn;

/// <summary>Who the development token shall be for.</summary>
internal sealed record DevelopmentTokenRequest(string? AccountId, IReadOnlyList<string> Roles)
{
    private const string Example = """{"accountId": null, "roles": ["ADMIN"]}""";

    /// <summary>Reads the body; the problem, when there is one, says what would be right.</summary>
    public static async Task<(DevelopmentTokenRequest? Request, string? Problem)> ReadAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            return Read(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            return (null, $"The body holds text that is no valid Unicode. Send for example {Example}.");
        }
        catch (JsonException malformed)
        {
            return (null, $"The body is not JSON ({malformed.Message}) Send for example {Example}.");
        }
    }

    private static (DevelopmentTokenRequest? Request, string? Problem) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return (null, $"The body must be a JSON object, for example {Example}.");

        string? account = null;
        if (root.TryGetProperty("accountId", out var id) && id.ValueKind != JsonValueKind.Null)
        {
            if (id.ValueKind != JsonValueKind.String)
                return (null, "accountId must be the id of an account, as the API gives it, or null.");
            account = id.GetString();
        }

        List<string> roles = [];
        if (root.TryGetProperty("roles", out var list) && list.ValueKind != JsonValueKind.Null)
        {
            if (list.ValueKind != JsonValueKind.Array)
                return (null, $"roles must be a list, for example {Example}.");
            foreach (var role in list.EnumerateArray())
            {
                if (role.ValueKind != JsonValueKind.String || !RoleNames.All.Contains(role.GetString(), StringComparer.Ordinal))
                    return (null, $"{role.GetRawText()} is not a role. The roles are {string.Join(", ", RoleNames.All)}.");
                roles.Add(role.GetString()!);
            }
        }

        return (new DevelopmentTokenRequest(account, [.. roles.Distinct(StringComparer.Ordinal)]), null);
    }
}
