using System.Text.Json;

namespace Experiments.Lifecycle;

/// <summary>One change, as it was made.</summary>
/// <param name="Id">Its number, in the order of commits.</param>
/// <param name="At">When.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Action">What was done: experiment.started and so on.</param>
/// <param name="Subject">To what: experiment:double-rate-card, flag:connects-rate-card.</param>
/// <param name="Before">The thing before; null when it was created.</param>
/// <param name="After">The thing after.</param>
/// <param name="Reason">Why, in the actor's words.</param>
public sealed record AuditEntry(long Id, DateTimeOffset At, string Actor, string Action, string Subject, JsonElement? Before, JsonElement? After, string? Reason);

/// <summary>Which audit entries; null means any.</summary>
/// <param name="Subject">About this alone; what ends in a colon or an asterisk is the beginning of a subject: <c>flag:</c> is every flag.</param>
/// <param name="Actor">By this actor alone.</param>
/// <param name="Action">Of this kind alone.</param>
/// <param name="From">At or after.</param>
/// <param name="To">Before.</param>
public sealed record AuditFilter(string? Subject = null, string? Actor = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
