using System.Text;
using Marketplace.Api.EmbeddedPostgres;

namespace Marketplace.Api.Tests.EmbeddedPostgres;

public sealed class ClusterLocationTests
{
    private static readonly EmbeddedPostgresOptions Options = new() { Checkout = "/home/ann/marketplace" };

    [Fact]
    public void An_ordinary_users_cluster_lies_in_the_checkout() =>
        ClusterLocation.Of(Options, "ann", isCaller: true, "/tmp").Data.ShouldBe("/home/ann/marketplace/.data/postgres/data");

    [Fact]
    public void Roots_cluster_lies_where_the_server_may_enter() =>
        ClusterLocation.Of(Options, "postgres", isCaller: false, "/root/tmp").Data.ShouldStartWith("/var/tmp/marketplace-development-");

    [Fact]
    public void A_cluster_lies_in_the_folder_it_is_given_whoever_starts_it()
    {
        var inMemory = Options with { Folder = "/dev/shm" };
        ClusterLocation.Of(inMemory, "ann", isCaller: true, "/tmp").Data.ShouldStartWith("/dev/shm/marketplace-development-");
        ClusterLocation.Of(inMemory, "postgres", isCaller: false, "/tmp").Data.ShouldStartWith("/dev/shm/marketplace-development-");
    }

    [Fact]
    public void Hosts_of_different_checkouts_do_not_meet()
    {
        var other = Options with { Checkout = "/home/ann/marketplace-2" };
        ClusterLocation.Of(other, "postgres", isCaller: false, "/tmp").ShouldNotBe(ClusterLocation.Of(Options, "postgres", isCaller: false, "/tmp"));
        ClusterLocation.Of(other, "ann", isCaller: true, "/tmp").Sockets.ShouldNotBe(ClusterLocation.Of(Options, "ann", isCaller: true, "/tmp").Sockets);
    }

    [Fact]
    public void Two_users_of_one_checkout_do_not_share_a_socket_directory() =>
        ClusterLocation.Of(Options, "bob", isCaller: true, "/tmp").Sockets.ShouldNotBe(ClusterLocation.Of(Options, "ann", isCaller: true, "/tmp").Sockets);

    [Theory]
    [InlineData("/tmp/")]
    [InlineData("/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/")]
    [InlineData("/a-temporary-folder-that-is-far-too-long-for-any-socket/whatever-the-operating-system/may-think-of-it/")]
    public void A_sockets_path_stays_within_the_systems_limit(string temporaryFolder)
    {
        var sockets = ClusterLocation.Of(Options, "ann", isCaller: true, temporaryFolder).Sockets;
        Encoding.UTF8.GetByteCount(Path.Combine(sockets, ".s.PGSQL.5432.lock")).ShouldBeLessThanOrEqualTo(107);
    }

    [Fact]
    public void One_checkout_reached_through_a_link_has_one_cluster()
    {
        var home = Directory.CreateTempSubdirectory("linked-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(home, "real", "checkout"));
            Directory.CreateSymbolicLink(Path.Combine(home, "link"), Path.Combine(home, "real"));

            var direct = ClusterLocation.Of(Options with { Checkout = Path.Combine(home, "real", "checkout") }, "ann", isCaller: true, "/tmp");
            ClusterLocation.Of(Options with { Checkout = Path.Combine(home, "link", "checkout") }, "ann", isCaller: true, "/tmp").ShouldBe(direct);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
