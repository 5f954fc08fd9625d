using System.Text;
using System.Text.Json;
using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;
using Marketplace.Notifications;
using Marketplace.Payments;

namespace Marketplace.Api.Mail;

/// <summary>How text messages leave this host: to the provider's webhook where one is configured; in Development, without one, into the folder of the mail.</summary>
internal static class TextMessages
{
    public static IServiceCollection AddTextMessages(this IServiceCollection services, IConfiguration configuration, IWebHostEnvironment environment, string? folder)
    {
        var settings = configuration.GetSection("TextMessages").Get<TextMessageSettings>() ?? new TextMessageSettings();
        if (settings.Url is { Length: > 0 })
        {
            return services.AddSingleton<ITextMessageSender>(Check(settings));
        }

        return services.AddSingleton<ITextMessageSender>(environment.IsDevelopment()
            ? new FolderTextSender(folder ?? Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), ".data", "mail"))
            : new UnconfiguredTexts());
    }

    private static WebhookTextSender Check(TextMessageSettings settings)
    {
        // A code in clear text over the net is everybody's; to this machine itself it is nobody else's.
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            throw new HostStartException($"TextMessages:Url is '{settings.Url}': an absolute https address is expected.");
        }

        var key = Encoding.UTF8.GetBytes(settings.Key ?? "");
        if (key.Length < WebhookSigning.LeastKeyBytes)
        {
            throw new HostStartException($"TextMessages:Url is set: TextMessages:Key must be a secret of at least {WebhookSigning.LeastKeyBytes} bytes, with which the provider checks that messages are ours.");
        }

        if (settings.Timeout < TimeSpan.FromSeconds(1) || settings.Timeout > TimeSpan.FromMinutes(1))
        {
            throw new HostStartException("TextMessages:Timeout must be 00:00:01 to 00:01:00.");
        }

        return new WebhookTextSender(url, new WebhookSigning(key, TimeSpan.FromMinutes(5)), settings.Timeout);
    }
}

/// <summary>The section TextMessages of the configuration.</summary>
internal sealed class TextMessageSettings
{
    /// <summary>Where messages are posted: the provider's webhook, or what stands before it.</summary>
    public string? Url { get; init; }

    /// <summary>What they are signed with.</summary>
    public string? Key { get; init; }

    /// <summary>How long the provider may take for one.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Posts each message as signed JSON. Anything but a 2xx, and no answer in time, is tried again by the outbox: later and later, a bounded number
/// of times, each time by the same id, which the provider goes by to send it once.
/// </summary>
internal sealed class WebhookTextSender(Uri url, WebhookSigning signing, TimeSpan timeout) : ITextMessageSender, IDisposable
{
    public const string SignatureHeader = "Marketplace-Signature";

    // No redirects: what is signed for one address is not for another.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = timeout };

    public async Task SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { id = text.MessageId, to = text.Phone, text = text.Text });
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(SignatureHeader, signing.Sign(body, TimeProvider.System.GetUtcNow()));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The text message provider answered {(int)answer.StatusCode}.", null, answer.StatusCode);
        }
    }

    public void Dispose() => http.Dispose();
}

/// <summary>Writes text messages beside the email, one file a message.</summary>
internal sealed class FolderTextSender(string folder) : ITextMessageSender
{
    public Task SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        return File.WriteAllTextAsync(Path.Combine(folder, $"{Guid.CreateVersion7()}.txt"), $"To: {text.Phone}\n\n{text.Text}\n", cancellation);
    }
}

/// <summary>Nothing is lost without a provider: messages wait in the outbox, and the run says what is missing.</summary>
internal sealed class UnconfiguredTexts : ITextMessageSender
{
    public Task SendAsync(OutgoingText text, CancellationToken cancellation) =>
        throw new InvalidOperationException("No gateway for text messages is configured: set TextMessages:Url and TextMessages:Key.");
}
