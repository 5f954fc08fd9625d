using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;
using Marketplace.Notifications;

namespace Marketplace.Api.Mail;

/// <summary>How email leaves this host: to a mail server where one is configured; in Development, without one, into a folder.</summary>
internal static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, IWebHostEnvironment environment)
    {
        var settings = configuration.GetSection("Mail").Get<MailSettings>() ?? new MailSettings();
        var address = (settings.PublicAddress ?? $"http://localhost:{configuration["PORT"] ?? "5080"}").TrimEnd('/');
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new HostStartException($"Mail:PublicAddress is '{address}': an absolute address such as https://marketplace.example is expected.");
        }

        services.AddSingleton(new MailOptions(address));
        if (settings.Smtp?.Host is { Length: > 0 })
        {
            if (settings.From is null)
            {
                throw new HostStartException("Mail:Smtp:Host is set and Mail:From is not: say which address email comes from.");
            }

            services.AddSingleton<IMailSender>(new SmtpMailSender(settings.Smtp, settings.From));
        }
        else if (environment.IsDevelopment())
        {
            var folder = settings.Folder ?? Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), ".data", "mail");
            services.AddSingleton<IMailSender>(new FolderMailSender(folder, settings.From ?? "marketplace@localhost"));
        }
        else
        {
            services.AddSingleton<IMailSender, UnconfiguredMail>();
        }

        return services.AddTextMessages(configuration, environment, settings.Folder);
    }
}

/// <summary>The section Mail of the configuration.</summary>
internal sealed class MailSettings
{
    public string? From { get; init; }

    /// <summary>The host as its users reach it; links in email begin with it.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>Where email is written in Development when there is no mail server.</summary>
    public string? Folder { get; init; }

    public SmtpSettings? Smtp { get; init; }
}

/// <summary>A mail server that takes messages by SMTP.</summary>
internal sealed class SmtpSettings
{
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    /// <summary>Whether to insist on STARTTLS.</summary>
    public bool Tls { get; init; } = true;

    public string? User { get; init; }

    public string? Password { get; init; }
}

/// <summary>Nothing is lost without a mail server: messages wait in the outbox, and the run says what is missing.</summary>
internal sealed class UnconfiguredMail : IMailSender
{
    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation) => throw new InvalidOperationException("No mail server is configured: set Mail:Smtp:Host and Mail:From.");
}
