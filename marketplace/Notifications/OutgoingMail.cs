namespace Marketplace.Notifications;

/// <summary>An email as it leaves: text and HTML of the same content.</summary>
/// <param name="MessageId">The same for every attempt at one message, so that a receiver knows a duplicate.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain text.</param>
/// <param name="Html">The same as a page.</param>
/// <param name="UnsubscribeUrl">Where the receiver ends such mail with one click; null for what an account needs (RFC 8058).</param>
public sealed record OutgoingMail(string MessageId, string To, string Subject, string Text, string Html, string? UnsubscribeUrl);

/// <summary>Hands email to whatever carries it on.</summary>
public interface IMailSender
{
    Task SendAsync(OutgoingMail mail, CancellationToken cancellation);
}

/// <summary>A short text as it leaves.</summary>
/// <param name="MessageId">The same for every attempt at one message, so that a receiver knows a duplicate.</param>
/// <param name="Phone">The number.</param>
/// <param name="Text">What it says.</param>
public sealed record OutgoingText(string MessageId, string Phone, string Text);

/// <summary>Hands short texts to whatever brings them to phones.</summary>
public interface ITextMessageSender
{
    Task SendAsync(OutgoingText text, CancellationToken cancellation);
}

/// <summary>What email says about where it comes from.</summary>
/// <param name="PublicAddress">The host as its users reach it, without a slash at the end.</param>
public sealed record MailOptions(string PublicAddress);
