using System.Net;

namespace Marketplace.Notifications;

/// <summary>What a message of the outbox says.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Paragraphs">What it says.</param>
/// <param name="IsNeeded">True for what an account needs, whatever it thinks of notices: codes, its own standing, a fee that failed.</param>
/// <param name="Ending">What the link at the end does.</param>
internal sealed record MailContent(string Subject, IReadOnlyList<string> Paragraphs, bool IsNeeded, string Ending = "No more notices by email")
{
    public string Text(string? unsubscribe) =>
        string.Join("\n\n", Paragraphs) + "\n" + (unsubscribe is null ? "" : $"\n-- \n{Ending}: {unsubscribe}\n");

    public string Html(string? unsubscribe)
    {
        var paragraphs = string.Concat(Paragraphs.Select(p => $"<p>{WebUtility.HtmlEncode(p)}</p>\n"));
        var footer = unsubscribe is null ? "" : $"<p style=\"color:#666;font-size:small\"><a href=\"{WebUtility.HtmlEncode(unsubscribe)}\">{Ending}</a></p>\n";
        return $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(Subject)}</title></head>\n"
            + $"<body style=\"font-family:sans-serif;max-width:36em\">\n{paragraphs}{footer}</body></html>\n";
    }
}

/// <summary>Renders the outbox's messages. A notice says by email what it says on the bell; a few templates say something of their own.</summary>
internal static class MailTemplates
{
    public static MailContent Render(string template, IReadOnlyDictionary<string, string> data) => template switch
    {
        "verify-email" => new MailContent("Your verification code", [$"Your code is {data["code"]}.", "If it no longer works, ask for another one. Somebody entered this address at the marketplace; if it was not you, do nothing."], IsNeeded: true),
        "account-status" or "plan-fee-declined" or "plan-fell" or "payment-taken-back" => new MailContent(Title(data), [Body(data)], IsNeeded: true),
        _ => new MailContent(Title(data), [Body(data), "The marketplace"], IsNeeded: false),
    };

    /// <summary>The text that proves a phone number.</summary>
    public static string PhoneCode(IReadOnlyDictionary<string, string> data) => $"Your marketplace code is {data["code"]}.";

    // Header lines hold no line breaks, whatever a title was made of.
    private static string Title(IReadOnlyDictionary<string, string> data) => data["title"].ReplaceLineEndings(" ");

    private static string Body(IReadOnlyDictionary<string, string> data) => data["body"] is { Length: > 0 } body ? body : data["title"];
}
