namespace GraphQL.Tests.TypeSystem;

public sealed class DefaultRulesTests
{
    [Theory]
    [InlineData("input A { self: A = {} }", "A.self references itself.")]
    [InlineData("input A { b: B = {} } input B { a: A = {} }", "A.b references itself via the default values of: B.a.")]
    [InlineData("input A { b: B! = {} } input B { c: [C!] = [{}] } input C { a: A! = { x: 1 } } ", "A.b references itself via the default values of: B.c, C.a.")]
    [InlineData("input A { b: B = { c: {} } } input B { c: C x: Int } input C { a: A = {} }", "A.b references itself via the default values of: C.a.")]
    [InlineData("input A { b: [B] = [{ x: 1 }, { a: {} }] x: Int } input B { a: A x: Int }", "A.b references itself.")]
    public void Defaults_that_take_themselves_are_refused(string sdl, string message) =>
        ErrorsOf(sdl).ShouldBe(["Invalid circular reference. The default value of Input Object field " + message]);

    [Theory]
    [InlineData("input A { b: A }")]
    [InlineData("input A { b: A = null }")]
    [InlineData("input A { list: [A!] = [] }")]
    [InlineData("input A { b: B = { a: null } } input B { a: A = {} }")]
    [InlineData("input A { b: B = { a: { b: null } } } input B { a: A }")]
    [InlineData("input A { first: B = {} second: B = {} } input B { c: C = {} } input C { x: Int = 1 }")]
    public void Defaults_that_end_are_taken(string sdl) => ErrorsOf(sdl).ShouldBeEmpty();

    [Fact]
    public void Each_cycle_is_told_once() =>
        ErrorsOf("input A { b: B = {} } input B { a: A = {} } input C { a: A = {} } input D { b: B = {} c: C = {} }")
            .ShouldBe(["Invalid circular reference. The default value of Input Object field A.b references itself via the default values of: B.a."]);

    [Fact]
    public void A_default_that_does_not_fit_is_refused_wherever_it_stands() =>
        ErrorsOf("input A { x: Int = \"x\" b: B = { y: 1 } } input B { x: Int } directive @d(a: A = { z: 1 }) on FIELD").ShouldBe(
        [
            "The default of @d(a:) is not valid: Field \"z\" is not defined by type \"A\".",
            "The default of A.x is not valid: Int cannot represent non-integer value: \"x\"",
            "The default of A.b is not valid: Field \"y\" is not defined by type \"B\".",
        ]);

    private static IReadOnlyList<string> ErrorsOf(string sdl) => SchemaErrors.Of(sdl + " type Query { a(x: A): Int }");
}
