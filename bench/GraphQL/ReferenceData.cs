namespace Bench.GraphQL;

/// <summary>The data that all servers answer with; the same on every run.</summary>
public static class ReferenceData
{
    public static Item[] Items { get; } =
    [
        .. Enumerable.Range(0, 100).Select(index => new Item(
            $"{index}",
            $"SKU-{10000 + index}",
            $"Item number {index}",
            $"category-{index % 7}",
            (index * 1.25) + 0.5,
            index * 3,
            index % 2 == 0,
            "2026-01-01T00:00:00.000Z",
            new Owner($"o{index % 10}", $"Owner {index % 10}"))),
    ];

    public static Company[] Companies { get; } = [.. Enumerable.Range(0, 20).Select(index => new Company($"c{index}", $"Company {index}"))];

    public static Dictionary<string, Employee[]> EmployeesOf { get; } = Companies
        .Select((company, index) => (company.Id, Employees: Enumerable.Range(0, 5)
            .Select(number => new Employee($"e{index}-{number}", $"Employee {index} {number}", $"t{(index + number) % 8}")).ToArray()))
        .ToDictionary(pair => pair.Id, pair => pair.Employees, StringComparer.Ordinal);

    public static Dictionary<string, Team> Teams { get; } =
        Enumerable.Range(0, 8).ToDictionary(index => $"t{index}", index => new Team($"t{index}", $"Team {index}"), StringComparer.Ordinal);

    /// <summary>The queries by name: a trivial one, a hundred objects, three levels.</summary>
    public static (string Name, string Document)[] Queries { get; } =
    [
        ("trivial", "{ hello }"),
        ("100 objects", "{ items { id sku name category price quantity active createdAt owner { id name } } }"),
        ("three levels", "{ companies { id name employees { id name team { id name } } } }"),
    ];
}

public sealed record Item(string Id, string Sku, string Name, string Category, double Price, int Quantity, bool Active, string CreatedAt, Owner Owner);

public sealed record Owner(string Id, string Name);

public sealed record Company(string Id, string Name);

public sealed record Employee(string Id, string Name, string TeamId);

public sealed record Team(string Id, string Name);
