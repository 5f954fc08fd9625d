using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Marketplace.Notifications;

namespace Marketplace.Api.Mail;

/// <summary>Hands email to a mail server, one connection a message: the pool of <see cref="SmtpClient"/> is its own.</summary>
internal sealed class SmtpMailSender(SmtpSettings settings, string from) : IMailSender
{
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is not null)
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        using var message = MailMessages.Create(mail, from);
        await client.SendMailAsync(message, cancellation);
    }
}

/// <summary>Writes email into a folder, one file a message, as a mail program opens it.</summary>
internal sealed class FolderMailSender(string folder, string from) : IMailSender
{
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder };
        using var message = MailMessages.Create(mail, from);
        await client.SendMailAsync(message, cancellation);
    }
}

internal static class MailMessages
{
    public static MailMessage Create(OutgoingMail mail, string from)
    {
        var message = new MailMessage(from, mail.To, mail.Subject, null) { SubjectEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8 };
        message.AlternateViews.Add(View(mail.Text, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(View(mail.Html, MediaTypeNames.Text.Html));
        message.Headers.Add("Message-ID", $"<{mail.MessageId}>");
        if (mail.UnsubscribeUrl is { } unsubscribe)
        {
            message.Headers.Add("List-Unsubscribe", $"<{unsubscribe}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }

    private static AlternateView View(string content, string mediaType)
    {
        var view = AlternateView.CreateAlternateViewFromString(content, Encoding.UTF8, mediaType);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }
}
