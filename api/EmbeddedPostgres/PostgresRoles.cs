namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>The roles every database of ours knows, here and in compose.yaml.</summary>
public static class PostgresRoles
{
    /// <summary>Owns the database and its tables, and runs the migrations.</summary>
    public const string Owner = "marketplace_owner";

    /// <summary>Serves the application and owns nothing, so that what the migrations did not grant is refused.</summary>
    public const string Application = "marketplace_app";

    /// <summary>Exists in embedded clusters alone: creates roles and databases.</summary>
    public const string Superuser = "postgres";
}
