using Marketplace.Notifications;

namespace Marketplace.Api.Mail;

/// <summary>Where the link in a notice leads. Looking changes nothing, since mail scanners look; the button, or a mail program's one click (RFC 8058), does.</summary>
internal static class UnsubscribePage
{
    public static void MapUnsubscribe(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/unsubscribe/{token}", async (string token, HttpContext context, Unsubscription unsubscription) =>
            Page(context, await unsubscription.AccountOfAsync(token, context.RequestAborted) is not null ? Ask
                : await unsubscription.AddressOfAsync(token, context.RequestAborted) is not null ? AskAddress
                : Unknown));
        endpoints.MapPost("/unsubscribe/{token}", async (string token, HttpContext context, Unsubscription unsubscription) =>
        {
            var resumes = context.Request.Query.ContainsKey("resume");
            if (await unsubscription.AddressOfAsync(token, context.RequestAborted) is { } address)
            {
                await unsubscription.SetAddressAsync(address, wantsMail: resumes, context.RequestAborted);
                return Page(context, resumes ? AddressResumed : AddressDone);
            }

            if (await unsubscription.AccountOfAsync(token, context.RequestAborted) is not { } account)
            {
                return Page(context, Unknown);
            }

            await unsubscription.SetAsync(account, wantsMail: resumes, context.RequestAborted);
            return Page(context, resumes ? Resumed : Done);
        }).DisableAntiforgery();
    }

    private const string Ask = "<p>Shall the marketplace send you no more notices by email?</p><form method=\"post\"><button>No more notices</button></form>";
    private const string Done = "<p>You get no more notices by email. Codes and word about your account still come.</p><form method=\"post\" action=\"?resume\"><button>Send them again</button></form>";
    private const string Resumed = "<p>You get notices by email again.</p>";
    private const string AskAddress = "<p>Shall nobody invite this address to the marketplace any more?</p><form method=\"post\"><button>No more invitations</button></form>";
    private const string AddressDone = "<p>Nobody can invite this address through the marketplace any more.</p><form method=\"post\" action=\"?resume\"><button>Allow it again</button></form>";
    private const string AddressResumed = "<p>Members may invite this address again.</p>";
    private const string Unknown = "<p>This link is not one of ours, or was cut short. Open it from the email itself.</p>";

    private static IResult Page(HttpContext context, string body)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        var page = $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Notices by email</title></head><body><main>{body}</main></body></html>";
        return Results.Content(page, "text/html; charset=utf-8", statusCode: body == Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }
}
