using Marketplace.Payments;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Api.Payments;

/// <summary>POST /webhooks/payments: what the gateway tells, proved by its signature.</summary>
internal static class PaymentWebhook
{
    public const string SignatureHeader = "Payments-Signature";
    private const int MostBytes = 64 * 1024;

    public static void MapPaymentWebhook(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/webhooks/payments", ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(HttpRequest request, GatewayEventInbox inbox, CancellationToken cancellation)
    {
        if (await ReadAsync(request, cancellation) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        // A gateway that left meanwhile sends again: what has begun is finished.
        var receipt = await inbox.ReceiveAsync(body, request.Headers[SignatureHeader], CancellationToken.None);
        return receipt switch
        {
            // Nothing that this event says will ever change anything: telling the gateway so keeps it from sending it for days.
            EventReceipt.Counted or EventReceipt.Repeated or EventReceipt.Contradicted or EventReceipt.Ignored => Results.Ok(),
            EventReceipt.Malformed => Problem(StatusCodes.Status400BadRequest, "The body is no event: a JSON object with id, type and data.reference is expected."),
            EventReceipt.NotSigned => Problem(StatusCodes.Status401Unauthorized, $"{SignatureHeader} does not prove this body, or its time is too far from now."),
            EventReceipt.UnknownReference => Problem(StatusCodes.Status404NotFound, "There is no charge of this reference."),
            _ => throw new ArgumentOutOfRangeException(nameof(request), receipt, null),
        };
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>Null when there is more than an event ever has.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, cancellation);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return body.ToArray();
    }
}
