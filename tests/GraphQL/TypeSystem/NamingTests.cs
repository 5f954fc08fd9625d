using GraphQL.TypeSystem;

namespace GraphQL.Tests.TypeSystem;

public sealed class NamingTests
{
    [Theory]
    [InlineData("GetAccountAsync", "account")]
    [InlineData("Get", "get")]
    [InlineData("Async", "async")]
    [InlineData("Getaway", "getaway")]
    [InlineData("PostJobAsync", "postJob")]
    [InlineData("GetURLPath", "urlPath")]
    public void Methods_lose_Get_and_Async(string method, string field) => Naming.Method(method).ShouldBe(field);

    [Theory]
    [InlineData("HardCover", "HARD_COVER")]
    [InlineData("LessThan30Hours", "LESS_THAN_30_HOURS")]
    [InlineData("OneTo3Months", "ONE_TO_3_MONTHS")]
    [InlineData("URLPath", "URL_PATH")]
    [InlineData("PostedAtDesc", "POSTED_AT_DESC")]
    [InlineData("Already_Split", "ALREADY_SPLIT")]
    public void Enum_members_become_constants(string member, string name) => Naming.Constant(member).ShouldBe(name);
}
