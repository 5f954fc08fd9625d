using Marketplace.Api.EmbeddedPostgres;

namespace Architecture.Tests;

/// <summary>The features of the marketplace stand in an order: each uses only those before it, and none the inside of another.</summary>
public sealed class FeatureFoldersTests
{
    private static readonly string[] Order = ["Changes", "Policies", "Payments", "ScheduledJobs", "Accounts", "Plans", "Wallets", "Notifications", "Jobs", "Interviews", "Contracts", "Referrals"];
    private static readonly string Marketplace = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "marketplace");

    [Fact]
    public void A_feature_uses_only_features_before_it()
    {
        var wrong = from feature in Order
                    from file in Directory.EnumerateFiles(Path.Combine(Marketplace, feature), "*.cs", SearchOption.AllDirectories)
                    from line in File.ReadLines(file)
                    from other in Order.SkipWhile(f => f != feature).Skip(1)
                    where line == $"using Marketplace.{other};"
                    select $"{feature}/{Path.GetFileName(file)} uses {other}";

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_of_the_marketplace_has_its_place_in_the_order() =>
        Directory.EnumerateDirectories(Marketplace).Select(d => Path.GetFileName(d)!).Except(["bin", "obj", "Database", "Clock"]).Order().ShouldBe(Order.Order());
}
