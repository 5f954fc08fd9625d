using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Reads the audit log.</summary>
public sealed class AuditReader(ExperimentsDbContext context)
{
    /// <summary>A part of the log, newest first; the cursor is an entry's id.</summary>
    public async Task<Page<AuditEntry>> ListAsync(AuditFilter filter, PageRequest page, CancellationToken cancellation)
        => (await Filtered(filter).PageAsync(row => row.Id, page, cancellation)).Select(row => row.ToAuditEntry());

    /// <summary>The entries with these ids; unknown ids are left out.</summary>
    public async Task<IReadOnlyDictionary<long, AuditEntry>> ByIdsAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
        => (await context.AuditEntries.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellation))
            .ToDictionary(row => row.Id, row => row.ToAuditEntry());

    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(AuditFilter filter, CancellationToken cancellation) => Filtered(filter).CountAsync(cancellation);

    private IQueryable<AuditRow> Filtered(AuditFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rows = context.AuditEntries.AsNoTracking();
        if (filter.Subject is { } subject)
        {
            var beginning = subject.EndsWith('*') ? subject[..^1] : subject;
            rows = subject.EndsWith('*') || subject.EndsWith(':')
                ? rows.Where(row => row.Subject.StartsWith(beginning))
                : rows.Where(row => row.Subject == subject);
        }

        if (filter.Actor is { } actor)
            rows = rows.Where(row => row.Actor == actor);
        if (filter.Action is { } action)
            rows = rows.Where(row => row.Action == action);
        if (filter.From?.ToUniversalTime() is { } from)
            rows = rows.Where(row => row.At >= from);
        if (filter.To?.ToUniversalTime() is { } to)
            rows = rows.Where(row => row.At < to);
        return rows;
    }
}
