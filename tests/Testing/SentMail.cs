using System.Collections.Concurrent;
using Marketplace.Notifications;

namespace Testing;

/// <summary>Where a test's marketplace hands its mail: kept, and refused while a test says so.</summary>
public sealed class SentMail : IMailSender, ITextMessageSender
{
    public ConcurrentQueue<OutgoingMail> Mail { get; } = new();

    public ConcurrentQueue<(string Phone, string Text)> Texts { get; } = new();

    /// <summary>Why nothing is taken; null while everything is.</summary>
    public string? Refusal { get; set; }

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        if (Refusal is not null)
            throw new InvalidOperationException(Refusal);
        Mail.Enqueue(mail);
        return Task.CompletedTask;
    }

    public Task SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        if (Refusal is not null)
            throw new InvalidOperationException(Refusal);
        Texts.Enqueue((text.Phone, text.Text));
        return Task.CompletedTask;
    }
}
