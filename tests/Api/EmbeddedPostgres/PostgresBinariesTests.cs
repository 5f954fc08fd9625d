using Marketplace.Api.EmbeddedPostgres;

namespace Marketplace.Api.Tests.EmbeddedPostgres;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("binaries-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task The_path_comes_before_the_systems_folders_and_there_the_newest_first()
    {
        var path = Install("path", 16);
        Install("lib/15", 15);
        var newest = Install("lib/18", 18);
        Install("lib/9", 9);

        var found = await PostgresBinaries.AllAsync(path, [Path.Combine(home, "lib", "*/bin")], CancellationToken.None);

        found[0].ShouldBe(new PostgresBinaries(path, 16));
        var ofFolders = found.Where(one => one.Directory.StartsWith(Path.Combine(home, "lib"), StringComparison.Ordinal)).ToList();
        ofFolders[0].Directory.ShouldBe(newest);
        ofFolders.Select(one => one.Version).ShouldBe([18, 15, 9]);
    }

    [Fact]
    public void What_is_too_old_is_passed_over() =>
        PostgresBinaries.Choose([new("/old", 14), new("/good", 15)], dataVersion: null).ShouldBe(new PostgresBinaries("/good", 15));

    [Fact]
    public void Data_are_run_by_the_version_that_made_them() =>
        PostgresBinaries.Choose([new("/new", 18), new("/same", 16)], dataVersion: 16).ShouldBe(new PostgresBinaries("/same", 16));

    [Fact]
    public void Data_of_a_version_that_is_gone_are_not_touched() =>
        PostgresBinaries.Choose([new("/new", 18)], dataVersion: 16).ShouldBeNull();

    [Fact]
    public void Without_PostgreSQL_the_message_names_the_command_that_installs_it() =>
        PostgresBinaries.Missing("/data", found: [], dataVersion: null).Message.ShouldContain("install", Case.Insensitive);

    [Fact]
    public void Data_of_a_version_that_is_gone_are_named_with_what_to_do() =>
        PostgresBinaries.Missing("/data", [new("/new", 18)], dataVersion: 16).Message.ShouldContain("Install PostgreSQL 16 again");

    private string Install(string place, int version)
    {
        var directory = Directory.CreateDirectory(Path.Combine(home, place, "bin")).FullName;
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var file = Path.Combine(directory, program);
            File.WriteAllText(file, $"#!/bin/sh\necho \"{program} (PostgreSQL) {version}.3\"\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return directory;
    }
}
