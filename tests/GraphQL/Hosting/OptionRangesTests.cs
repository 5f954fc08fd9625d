using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Hosting;

public sealed class OptionRangesTests
{
    [Fact]
    public void Everything_outside_its_range_is_said_at_once()
    {
        var errors = Should.Throw<GraphQLOptionsException>(() => new ServiceCollection().AddGraphQLServer(options =>
        {
            options.MaximumDepth = 0;
            options.MaximumTokens = -1;
            options.DefaultPageSize = 50;
            options.MaximumPageSize = 20;
            options.ExecutionTimeout = TimeSpan.Zero;
            options.GetRequestProtection = (GetRequestProtection)7;
        })).Errors;

        errors.ShouldBe(
        [
            "MaximumDepth must be from 1 to 200, not 0.",
            "MaximumTokens must be at least 1, not -1.",
            "DefaultPageSize must be from 1 to 20, not 50.",
            "ExecutionTimeout in milliseconds must be from 1 to 2147483647, not 0.",
            "GetRequestProtection must be None, RefuseCrossSite, RequireHeader, not 7.",
        ]);
    }

    [Fact]
    public void What_switches_something_off_is_within_its_range() => Should.NotThrow(() => new ServiceCollection().AddGraphQLServer(options =>
    {
        options.MaximumBatchSize = 0;
        options.DocumentCacheSize = 0;
        options.PersistedDocumentMemory = 0;
        options.ExecutionTimeout = Timeout.InfiniteTimeSpan;
    }));
}
