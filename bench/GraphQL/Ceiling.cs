using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bench.GraphQL;

/// <summary>The ceiling: reads the body, parses nothing, and writes the same objects field by field with Utf8JsonWriter.</summary>
public static class Ceiling
{
    private static readonly JsonEncodedText Data = Name("data");
    private static readonly JsonEncodedText Hello = Name("hello");
    private static readonly JsonEncodedText Items = Name("items");
    private static readonly JsonEncodedText Id = Name("id");
    private static readonly JsonEncodedText Sku = Name("sku");
    private static readonly JsonEncodedText NameOf = Name("name");
    private static readonly JsonEncodedText Category = Name("category");
    private static readonly JsonEncodedText Price = Name("price");
    private static readonly JsonEncodedText Quantity = Name("quantity");
    private static readonly JsonEncodedText Active = Name("active");
    private static readonly JsonEncodedText CreatedAt = Name("createdAt");
    private static readonly JsonEncodedText OwnerOf = Name("owner");
    private static readonly JsonEncodedText Companies = Name("companies");
    private static readonly JsonEncodedText Employees = Name("employees");
    private static readonly JsonEncodedText TeamOf = Name("team");
    private static readonly int[] Lengths = [.. ReferenceData.Queries.Select((_, index) => Measure(index))];

    public static async Task HandleAsync(HttpContext context)
    {
        var query = await WhichAsync(context.Request);
        context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
        context.Response.ContentLength = Lengths[query];
        Write(query, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static JsonEncodedText Name(string text) => JsonEncodedText.Encode(text);

    private static int Measure(int query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(query, buffer);
        return buffer.WrittenCount;
    }

    private static async ValueTask<int> WhichAsync(HttpRequest request)
    {
        while (true)
        {
            var result = await request.BodyReader.ReadAsync();
            if (!result.IsCompleted)
            {
                request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var body = result.Buffer.IsSingleSegment ? result.Buffer.FirstSpan : result.Buffer.ToArray();
            var query = body.IndexOf("hello"u8) >= 0 ? 0 : body.IndexOf("items"u8) >= 0 ? 1 : 2;
            request.BodyReader.AdvanceTo(result.Buffer.End);
            return query;
        }
    }

    private static void Write(int query, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartObject(Data);
        if (query == 0)
            json.WriteString(Hello, "world");
        else if (query == 1)
            WriteItems(json);
        else
            WriteCompanies(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteItems(Utf8JsonWriter json)
    {
        json.WriteStartArray(Items);
        foreach (var item in ReferenceData.Items)
        {
            json.WriteStartObject();
            json.WriteString(Id, item.Id);
            json.WriteString(Sku, item.Sku);
            json.WriteString(NameOf, item.Name);
            json.WriteString(Category, item.Category);
            json.WriteNumber(Price, item.Price);
            json.WriteNumber(Quantity, item.Quantity);
            json.WriteBoolean(Active, item.Active);
            json.WriteString(CreatedAt, item.CreatedAt);
            json.WriteStartObject(OwnerOf);
            json.WriteString(Id, item.Owner.Id);
            json.WriteString(NameOf, item.Owner.Name);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCompanies(Utf8JsonWriter json)
    {
        json.WriteStartArray(Companies);
        foreach (var company in ReferenceData.Companies)
        {
            json.WriteStartObject();
            json.WriteString(Id, company.Id);
            json.WriteString(NameOf, company.Name);
            json.WriteStartArray(Employees);
            foreach (var employee in ReferenceData.EmployeesOf[company.Id])
            {
                json.WriteStartObject();
                json.WriteString(Id, employee.Id);
                json.WriteString(NameOf, employee.Name);
                var team = ReferenceData.Teams[employee.TeamId];
                json.WriteStartObject(TeamOf);
                json.WriteString(Id, team.Id);
                json.WriteString(NameOf, team.Name);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
