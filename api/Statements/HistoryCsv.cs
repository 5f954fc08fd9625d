using System.Globalization;
using System.Net.Mime;
using System.Text;
using GraphQL;
using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Schema;
using Marketplace.Schema.Wallets;
using Marketplace.Wallets;

namespace Marketplace.Api.Statements;

/// <summary>GET /wallets/{id}/history.csv: a wallet's statement, oldest line first, for its owner, SUPPORT and ADMIN.</summary>
internal static class HistoryCsv
{
    private static readonly Role[] Staff = [Role.Support, Role.Admin];
    private static readonly string Header = CsvText.Line("date", "kind", "description", "amount", "balance after", "job", "proposal", "arms");
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void MapHistoryCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/wallets/{id}/history.csv", DownloadAsync).RequireAuthorization(Schema.Policies.Owner);

    private static async Task<IResult> DownloadAsync(
        string id, string? from, string? to, HttpResponse response, CallerAccess caller, AccountReader accounts, WalletStatements statements, CancellationToken cancellation)
    {
        if (!TryInstant(from, out var since) || !TryInstant(to, out var until))
        {
            return TypedResults.Problem("from and to are instants such as 2026-01-01T00:00:00Z.", statusCode: StatusCodes.Status400BadRequest);
        }

        // Whether somebody else's wallet exists is nobody's business.
        if (!GlobalId.TryParse(id, out var named) || named.TypeName != "ConnectsWallet" || !AccountId.TryParse(named.Key, null, out var owner)
            || !await accounts.MayReadAsync(caller.Caller, owner.Value, Staff, cancellation) || await accounts.ByIdAsync(owner, cancellation) is not Talent)
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(
            body => WriteAsync(body, statements.ReadAsync(owner, since, until, cancellation), cancellation), $"{MediaTypeNames.Text.Csv}; charset=utf-8", $"connects-history-{owner}.csv");
    }

    private static async Task WriteAsync(Stream body, IAsyncEnumerable<StatementLine> lines, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, Utf8, leaveOpen: true);
        await text.WriteAsync(Header);
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            await text.WriteAsync(CsvText.Line(
                line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
                ConnectsHistoryFilter.KindOf(line.Kind).ToText(),
                CsvText.Words(line.Description),
                line.Amount.ToString(CultureInfo.InvariantCulture),
                line.BalanceAfter.ToString(CultureInfo.InvariantCulture),
                line.Job is { } job ? GlobalId.Encode("Job", job) : "",
                line.Proposal is { } proposal ? GlobalId.Encode("Proposal", proposal) : "",
                CsvText.Words(string.Join("; ", line.Treatments.Select(t => $"{t.ExperimentKey}={t.Variant}")))));
        }
    }

    private static bool TryInstant(string? text, out DateTimeOffset? instant)
    {
        instant = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed))
        {
            return false;
        }

        instant = parsed;
        return true;
    }
}
