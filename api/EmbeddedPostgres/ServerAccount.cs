using System.Runtime.Versioning;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>The operating system's user the server runs as: the caller, or `postgres` when the caller is root, which PostgreSQL refuses.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ServerAccount
{
    private static readonly string[][] Switches =
    [
        ["runuser", "-u", PostgresRoles.Superuser, "--"],
        ["setpriv", "--reuid", PostgresRoles.Superuser, "--regid", PostgresRoles.Superuser, "--init-groups", "--"],
    ];

    private readonly string[] prefix;

    private ServerAccount(string name, string[] prefix)
    {
        Name = name;
        this.prefix = prefix;
    }

    public string Name { get; }

    public bool IsCaller => prefix.Length == 0;

    public static async Task<ServerAccount> CurrentAsync(CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerAccount(Environment.UserName, []);

        var said = "";
        foreach (var words in Switches)
        {
            var attempt = await Command.RunAsync([.. words, "true"], cancellation);
            if (attempt.Succeeded)
                return new ServerAccount(PostgresRoles.Superuser, words);
            said += $"\n  {attempt.Output}";
        }

        throw new EmbeddedPostgresException(
            "PostgreSQL refuses to run as root, and the user \"postgres\" could not be used in its place. "
            + "Install PostgreSQL from the system's packages, or run: useradd --system postgres" + said);
    }

    public Task<CommandResult> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation) =>
        Command.RunAsync([.. prefix, .. words], cancellation);

    /// <summary>Makes a directory that this user alone may enter.</summary>
    public async Task MakePrivateDirectoryAsync(string path, CancellationToken cancellation)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        // Under a folder everybody writes to, somebody else may have put a link or a directory of his own there first:
        // only an owner may change the mode, so changing it proves whose it is.
        if (new DirectoryInfo(path).LinkTarget is not null)
            throw new EmbeddedPostgresException($"{path} is a symbolic link, and its place is needed for a directory. Remove it.");

        if (IsCaller)
        {
            try
            {
                Directory.CreateDirectory(path, Private);
                File.SetUnixFileMode(path, Private);
            }
            catch (UnauthorizedAccessException denied)
            {
                throw new EmbeddedPostgresException($"{path} cannot be made a directory of {Name} alone: {denied.Message}", denied);
            }

            return;
        }

        if (!Directory.Exists(path))
            await RunAsync(["mkdir", "-m", "0700", path], cancellation);
        var owned = await RunAsync(["chmod", "0700", path], cancellation);
        if (!owned.Succeeded)
            throw new EmbeddedPostgresException($"{path} cannot be made a directory of {Name} alone: {owned.Output}");
    }
}
