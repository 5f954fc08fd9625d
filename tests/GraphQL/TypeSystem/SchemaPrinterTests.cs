using GraphQL.Language;
using GraphQL.Tests.Sample;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.TypeSystem;

public sealed class SchemaPrinterTests : IAsyncLifetime
{
    private SampleHost host = null!;
    private string sdl = null!;

    public async ValueTask InitializeAsync()
    {
        host = await SampleHost.StartAsync();
        sdl = SchemaPrinter.Print(host.Schema);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public void The_sample_schema_is_printed_as_the_file_beside_this_test_has_it()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "TypeSystem", "sample.graphql");
        var expected = File.ReadAllText(path);
        if (sdl != expected)
            File.WriteAllText(path + ".actual", sdl);
        sdl.ShouldBe(expected);
    }

    [Fact]
    public void What_is_printed_can_be_read_again() =>
        GraphQLPrinter.Print(GraphQLParser.Parse(sdl, ParserOptions.Trusted)).Trim().ShouldBe(sdl.Trim());

    [Fact]
    public async Task Another_host_prints_the_same()
    {
        await using var other = await SampleHost.StartAsync();
        SchemaPrinter.Print(other.Schema).ShouldBe(sdl);
    }

    [Fact]
    public void Built_in_scalars_and_introspection_are_left_out()
    {
        sdl.ShouldNotContain("scalar Int");
        sdl.ShouldNotContain("__Type");
        sdl.ShouldNotContain("directive @include");
    }
}
