using GraphQL.Language;
using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.TypeSystem;

/// <summary>What C# says without an attribute for it, and what an attribute on a class says for its members.</summary>
public sealed class DeclarationTests
{
    private static readonly Schema Schema = Build();

    [Theory]
    [InlineData("plain", "keeper")]
    [InlineData("own", "owner")]
    [InlineData("both", "owner,vet")]
    [InlineData("anybody", "")]
    public void A_class_speaks_for_its_methods_until_they_speak_for_themselves(string field, string policies)
    {
        var authorization = Schema.Query!.GetField(field)!.Authorization!;
        string.Join(',', authorization.Policies).ShouldBe(policies);
        authorization.AllowsAnonymous.ShouldBe(policies.Length == 0);
    }

    [Fact]
    public void A_class_speaks_for_no_methods_but_its_own() => Schema.Query!.GetField("free")!.Authorization.ShouldBeNull();

    [Fact]
    public void Classes_of_an_object_type_speak_each_for_its_methods_and_together_for_the_properties()
    {
        var stable = (ObjectType)Schema.GetType("Stable")!;
        stable.GetField("name")!.Authorization!.Policies.ShouldBe(["keeper", "vet"], ignoreOrder: true);
        stable.GetField("horses")!.Authorization!.Policies.ShouldBe(["keeper"]);
        stable.GetField("smell")!.Authorization!.AllowsAnonymous.ShouldBeTrue();
        stable.GetField("address")!.Authorization!.Policies.ShouldBe(["vet"]);
    }

    [Fact]
    public void Null_as_the_default_of_a_parameter_declares_no_default()
    {
        var field = Schema.Query!.GetField("defaults")!;
        field.GetArgument("text")!.DefaultValue.ShouldBeNull();
        field.GetArgument("number")!.DefaultValue.ShouldBeNull();
        field.GetArgument("coat")!.DefaultValue.ShouldBeNull();
        field.GetArgument("told")!.DefaultValue.ShouldBeOfType<NullValueNode>();
        field.GetArgument("count")!.DefaultValue!.ToString().ShouldBe("3");
        SchemaPrinter.Print(Schema).ShouldContain("  defaults(text: String, number: Int, coat: Coat, wish: WishInput, told: String = null, count: Int! = 3): String");
    }

    [Fact]
    public void Null_as_the_default_of_an_input_field_declares_none_either() => SchemaPrinter.Print(Schema).ShouldContain("""
        input WishInput {
          text: String
          coat: Coat
          told: Int = null
          often: Int! = 2
        }
        """);

    private static Schema Build()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(typeof(GuardedQueries), typeof(FreeQueries), typeof(StableType), typeof(StableAddress));
        return services.BuildServiceProvider().GetRequiredService<Schema>();
    }

    public enum Coat
    {
        Black,
        Bay,
    }

    public sealed record WishInput(string? Text = null, Coat? Coat = null, [GraphQLDefault("null")] int? Told = null, int Often = 2);

    public sealed record Stable(string Name);

    [Authorize("keeper")]
    [QueryType]
    public static class GuardedQueries
    {
        public static int Plain() => 1;

        [Authorize("owner")]
        public static int Own() => 1;

        [Authorize("owner")]
        [Authorize("vet")]
        public static int Both() => 1;

        [AllowAnonymous]
        public static int Anybody() => 1;
    }

    [QueryType]
    public static class FreeQueries
    {
        public static Stable? Free() => null;

        public static string? Defaults(
            string? text = null, int? number = null, Coat? coat = null, WishInput? wish = null, [GraphQLDefault("null")] string? told = null, int count = 3) =>
            $"{text}{number}{coat}{wish}{told}{count}";
    }

    [Authorize("keeper")]
    [ObjectType<Stable>]
    public static class StableType
    {
        public static int Horses([Parent] Stable stable) => stable.Name.Length;

        [AllowAnonymous]
        public static string Smell([Parent] Stable stable) => "of " + stable.Name;
    }

    [Authorize("vet")]
    [ObjectType<Stable>]
    public static class StableAddress
    {
        public static string Address([Parent] Stable stable) => stable.Name;
    }
}
