namespace Marketplace.Schema;

/// <summary>The policies of the permissions table that a role alone decides; who owns what is decided where the input is known.</summary>
public static class Policies
{
    /// <summary>Any staff role.</summary>
    public const string Staff = "staff";

    public const string Administrator = "administrator";

    /// <summary>Support and administrators.</summary>
    public const string Support = "support";

    /// <summary>Trust and safety, and administrators.</summary>
    public const string TrustAndSafety = "trust-and-safety";

    /// <summary>Product managers and administrators: whatever changes flags and experiments.</summary>
    public const string ProductManager = "product-manager";

    /// <summary>Reading flags and experiments: also support.</summary>
    public const string ExperimentReader = "experiment-reader";

    /// <summary>Anybody who is signed in; the operation itself checks that the account in its input is theirs.</summary>
    public const string Owner = "owner";

    public const string SignedIn = "signed-in";
}
