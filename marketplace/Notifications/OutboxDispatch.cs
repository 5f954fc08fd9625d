using System.Text.Json;
using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Notifications;

/// <summary>
/// Sends what waits in the outbox: at least once, each account's messages in order. A message that fails is tried again, later each time,
/// and is dead after eight attempts; one that is nobody's any more, or unwanted, is dropped.
/// </summary>
public sealed partial class OutboxDispatch(
    NpgsqlDataSource source, IMailSender mail, ITextMessageSender texts, InvitationMail invitations, Unsubscription unsubscription, MailOptions options, ILogger<OutboxDispatch> logger) : IScheduledWork
{
    public const int MostAttempts = 8;
    private const int AtOnce = 50;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    public string Name => "dispatch-outbox";

    public string Description => "Sends the email and the texts that wait in the outbox.";

    public string Cron => "20 * * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        while (true)
        {
            var claimed = await ClaimAsync(progress.AsOf, cancellation);
            if (claimed.Count == 0)
            {
                return;
            }

            foreach (var message in claimed)
            {
                await SendAsync(message, progress.AsOf, cancellation);
            }

            await progress.AddAsync(claimed.Count, cancellation);
        }
    }

    private async Task SendAsync(Message message, DateTimeOffset now, CancellationToken cancellation)
    {
        string state;
        string? error = null;
        DateTimeOffset? next = null;
        try
        {
            state = await DeliverAsync(message, cancellation) ? "SENT" : "DROPPED";
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            NotSent(logger, message.Number, message.Attempts, failure);
            error = failure.Message;
            state = message.Attempts >= (message.Template == InvitationMail.Template ? InvitationMail.MostAttempts : MostAttempts) ? "DEAD" : "PENDING";
            next = state == "PENDING" ? now + (FirstPause * Math.Pow(2, message.Attempts - 1)) : null;
        }

        await using var command = source.CreateCommand("select marketplace.settle_outbox($1, $2, $3, $4, $5, $6)");
        command.Add(message.Number).Add(message.CreatedAt).Add(state).AddInstant(next).AddText(error).Add(now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>False for what is not to be sent.</summary>
    private async Task<bool> DeliverAsync(Message message, CancellationToken cancellation)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"outbox-{message.Number}@{new Uri(options.PublicAddress).Host}");
        if (message.Template == "verify-phone")
        {
            if (message.Phone is null)
            {
                return false;
            }

            await texts.SendAsync(new OutgoingText(id, message.Phone, MailTemplates.PhoneCode(message.Data)), cancellation);
            return true;
        }

        if (message.Template == InvitationMail.Template)
        {
            return await invitations.SendAsync(id, message.Account, message.Data, cancellation);
        }

        var content = MailTemplates.Render(message.Template, message.Data);
        if (message.Email is null || (message.OptedOut && !content.IsNeeded))
        {
            return false;
        }

        var unsubscribe = content.IsNeeded ? null : $"{options.PublicAddress}/unsubscribe/{await unsubscription.TokenAsync(message.Account, cancellation)}";
        await mail.SendAsync(new OutgoingMail(id, message.Email, content.Subject, content.Text(unsubscribe), content.Html(unsubscribe), unsubscribe), cancellation);
        return true;
    }

    private async Task<List<Message>> ClaimAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var claimed = new List<Message>();
        await using var command = source.CreateCommand("select number, created_at, account_id, template, data, attempts, email, phone, opted_out from marketplace.claim_outbox($1, $2, $3)");
        command.Add(AtOnce).Add(now).Add(Lease);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            claimed.Add(new Message(
                reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetString(3), Read(reader.GetString(4)), reader.GetInt32(5),
                reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetBoolean(8)));
        }

        return claimed;
    }

    private static Dictionary<string, string> Read(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);

    private sealed record Message(
        long Number, DateTimeOffset CreatedAt, long Account, string Template, IReadOnlyDictionary<string, string> Data, int Attempts, string? Email, string? Phone, bool OptedOut);

    [LoggerMessage(LogLevel.Warning, "Message {Number} of the outbox was not sent at attempt {Attempt}")]
    private static partial void NotSent(ILogger logger, long number, int attempt, Exception exception);
}
