namespace GraphQL.Tests.TypeSystem;

public sealed class InterfaceRulesTests
{
    [Fact]
    public void Interfaces_that_implement_each_other_are_refused() =>
        SchemaErrors.Of("interface A implements B { x: Int } interface B implements A { x: Int } type Query { a: A }").ShouldBe(
        [
            "Type A cannot implement B because it would create a circular reference.",
            "Type B cannot implement A because it would create a circular reference.",
        ]);

    [Fact]
    public void A_longer_circle_is_refused_too() =>
        SchemaErrors.Of("interface A implements B & C { x: Int } interface B implements C & A { x: Int } interface C implements A & B { x: Int } type Query { a: A }")
            .Count(error => error.EndsWith("because it would create a circular reference.", StringComparison.Ordinal)).ShouldBe(6);

    [Fact]
    public void An_interface_that_implements_itself_is_refused() =>
        SchemaErrors.Of("interface A implements A { x: Int } type Query { a: A }").ShouldBe(["Type A cannot implement itself because it would create a circular reference."]);

    [Fact]
    public void What_an_interface_implements_is_implemented_with_it() =>
        SchemaErrors.Of("interface A { x: Int } interface B implements A { x: Int } type T implements B { x: Int } type Query { t: T }")
            .ShouldBe(["Type T must implement A because it is implemented by B."]);
}
