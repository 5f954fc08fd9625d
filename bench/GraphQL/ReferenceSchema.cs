using GraphQL;

namespace Bench.GraphQL;

[QueryType]
public static class ReferenceQueries
{
    public static string GetHello() => "world";

    public static IReadOnlyList<Item> GetItems() => ReferenceData.Items;

    public static IReadOnlyList<Company> GetCompanies(int first = 20) => first == 20 ? ReferenceData.Companies : ReferenceData.Companies[..first];
}

[ObjectType<Company>]
public static class CompanyType
{
    [BatchResolver]
    public static Task<IReadOnlyList<IReadOnlyList<Employee>>> GetEmployeesAsync([Parent] IReadOnlyList<Company> companies)
    {
        var employees = new IReadOnlyList<Employee>[companies.Count];
        for (var index = 0; index < employees.Length; index++)
            employees[index] = ReferenceData.EmployeesOf[companies[index].Id];
        return Task.FromResult<IReadOnlyList<IReadOnlyList<Employee>>>(employees);
    }
}

[ObjectType<Employee>(Ignore = [nameof(Employee.TeamId)])]
public static class EmployeeType
{
    [BatchResolver]
    public static Task<IReadOnlyList<Team>> GetTeamAsync([Parent] IReadOnlyList<Employee> employees)
    {
        var teams = new Team[employees.Count];
        for (var index = 0; index < teams.Length; index++)
            teams[index] = ReferenceData.Teams[employees[index].TeamId];
        return Task.FromResult<IReadOnlyList<Team>>(teams);
    }
}
