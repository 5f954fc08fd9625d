using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.TypeSystem;

public sealed class AnnotationTests
{
    private static readonly Schema Schema = Build(
        typeof(ZooQueries), typeof(AnimalType), typeof(MammalType), typeof(DogType), typeof(FishType), typeof(FishDietType), typeof(SizeType), typeof(Catch));

    private static readonly string Sdl = SchemaPrinter.Print(Schema);

    [Fact]
    public void Names_can_be_given_to_everything() =>
        Sdl.ShouldContain("""
            enum AnimalSize {
              LITTLE
              BIG @deprecated(reason: "Say how big.")
            }
            """);

    [Fact]
    public void An_interface_implements_the_interfaces_its_type_derives_from()
    {
        Sdl.ShouldContain("interface Mammal implements Animal {");
        Sdl.ShouldContain("type Dog implements Animal & Mammal {");
        Sdl.ShouldContain("type Fish implements Animal {");
        Sdl.ShouldContain("  legs: Int!");
    }

    [Fact]
    public void An_object_type_may_be_described_by_several_classes()
    {
        var fish = (ObjectType)Schema.GetType("Fish")!;
        fish.Fields.Select(field => field.Name).ShouldBe(["depth", "eats", "name", "size"]);
    }

    [Fact]
    public void A_type_that_no_field_reaches_is_there_when_it_is_annotated() => Schema.GetType("Fish").ShouldNotBeNull();

    [Fact]
    public void An_abstract_class_may_be_a_union() => Sdl.ShouldContain("union Catch = BigCatch | NoCatch");

    [Fact]
    public void A_description_by_attribute_wins() => Schema.Query!.GetField("dogs")!.Description.ShouldBe("All dogs.");

    [Fact]
    public void What_is_obsolete_in_code_is_deprecated() => Schema.Query!.GetField("oldDogs")!.DeprecationReason.ShouldBe("Use dogs.");

    [Fact]
    public void What_is_ignored_is_left_out() => Schema.Query!.GetField("helper").ShouldBeNull();

    [Fact]
    public void A_class_speaks_for_all_its_fields_unless_they_speak_for_themselves()
    {
        var dog = (ObjectType)Schema.GetType("Dog")!;
        dog.GetField("bark")!.Authorization!.Policies.ShouldBe(["keeper"]);
        dog.GetField("tail")!.Authorization!.Policies.ShouldBe(["keeper"]);
        dog.GetField("wag")!.Authorization!.AllowsAnonymous.ShouldBeTrue();
        dog.GetField("name")!.Authorization.ShouldBeNull();
    }

    [Fact]
    public void Nullability_is_that_of_the_code()
    {
        Schema.Query!.GetField("maybe")!.Type.ToString().ShouldBe("[[String]!]");
        Schema.Query.GetField("numbers")!.Type.ToString().ShouldBe("[Int]!");
        Schema.Query.GetField("numbers")!.GetArgument("size")!.ToString().ShouldBe("size: AnimalSize");
        Schema.Query.GetField("numbers")!.GetArgument("limit")!.Type.ToString().ShouldBe("Int!");
    }

    [Fact]
    public void Ids_of_several_kinds_may_be_named() => Schema.Query!.GetField("named")!.GetArgument("id")!.Type.ToString().ShouldBe("ID!");

    private static Schema Build(params Type[] types)
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(types);
        return services.BuildServiceProvider().GetRequiredService<Schema>();
    }
}

public enum Size
{
    [GraphQLName("LITTLE")]
    Small,

    [Obsolete("Say how big.")]
    Big,
}

[EnumType<Size>(Name = "AnimalSize")]
public static class SizeType;

public interface IAnimal
{
    string Name { get; }

    Size Size { get; }
}

public interface IMammal : IAnimal
{
    int Legs { get; }
}

public sealed record Dog(string Name, Size Size, int Legs, int Tail) : IMammal;

public sealed record Fish(string Name, Size Size, int Depth) : IAnimal;

[UnionType]
public abstract record Catch;

public sealed record BigCatch(int Count) : Catch;

public sealed record NoCatch(string Why) : Catch;

[InterfaceType<IAnimal>(Name = "Animal")]
public static class AnimalType;

[InterfaceType<IMammal>(Name = "Mammal")]
public static class MammalType;

[Authorize("keeper")]
[ObjectType<Dog>]
public static class DogType
{
    public static string Bark([Parent] Dog dog) => dog.Name;

    [AllowAnonymous]
    public static bool Wag([Parent] Dog dog) => dog.Tail > 0;
}

[ObjectType<Fish>(Include = [nameof(Fish.Depth)])]
public static class FishType;

[ObjectType<Fish>]
public static class FishDietType
{
    public static string Eats([Parent] IAnimal animal) => animal.Size == Size.Small ? "plankton" : "fish";
}

[QueryType]
public static class ZooQueries
{
    [GraphQLDescription("All dogs.")]
    public static IReadOnlyList<Dog> GetDogs() => [];

    [Obsolete("Use dogs.")]
    public static IReadOnlyList<Dog> GetOldDogs() => [];

    [GraphQLIgnore]
    public static int Helper() => 1;

    public static Catch Fishing() => new NoCatch("rain");

    public static IReadOnlyList<string?[]>? Maybe() => null;

    public static IReadOnlyList<int?> Numbers(int limit, Size? size = null) => [limit, (int?)size];

    public static string Named([ID("Dog", "Fish")] string id) => id;
}
