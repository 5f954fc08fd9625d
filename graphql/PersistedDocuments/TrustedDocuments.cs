using System.Text;
using GraphQL.Language;
using GraphQL.Planning;

namespace GraphQL.PersistedDocuments;

/// <summary>The documents of the host's own clients, read and checked once at the start.</summary>
internal sealed class TrustedDocuments
{
    private readonly Dictionary<string, PreparedDocument> byHash = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<PreparedDocument>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<byte[], PreparedDocument> bySource = new(ByteComparer.Instance);
    private readonly Dictionary<string, PreparedDocument> byNormalForm = new(StringComparer.Ordinal);
    private readonly BoundedCache<PreparedDocument> otherLayouts;
    private readonly ParserOptions parserOptions;

    public TrustedDocuments(IEnumerable<TrustedDocumentFolder> folders, DocumentStore documents, GraphQLOptions options)
    {
        otherLayouts = new BoundedCache<PreparedDocument>(options.DocumentCacheSize, options.DocumentCacheMemory);
        parserOptions = options.Parsing;
        var errors = new List<string>();
        foreach (var text in folders.SelectMany(folder => folder.Read(errors)).ToList())
            Add(text, documents, errors);
        if (options.OnlyTrustedDocuments && bySource.Count == 0)
            errors.Add("OnlyTrustedDocuments is set and there is no trusted document: nothing could be asked. Name their folder with AddTrustedDocuments.");
        if (errors.Count > 0)
            throw new TrustedDocumentException([.. errors.Distinct(StringComparer.Ordinal)]);
    }

    public int Count => byNormalForm.Count;

    /// <summary>The document of an id: <c>sha256:</c> and its hash, its hash alone, or one of its names; null when nothing or more than one thing has this id.</summary>
    public PreparedDocument? Find(string id, out bool isAmbiguous)
    {
        isAmbiguous = false;
        if (id.StartsWith(DocumentHash.Prefix, StringComparison.Ordinal))
            return byHash.GetValueOrDefault(id[DocumentHash.Prefix.Length..]);
        if (byHash.TryGetValue(id, out var document))
            return document;
        if (!byName.TryGetValue(id, out var named))
            return null;
        isAmbiguous = named.Count > 1;
        return isAmbiguous ? null : named.Single();
    }

    /// <summary>The trusted document that a text is, byte for byte or in another layout; null when it is none.</summary>
    public PreparedDocument? Find(ReadOnlySpan<byte> source)
    {
        if (bySource.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(source, out var document) || otherLayouts.TryGet(source, out document))
            return document;
        try
        {
            document = byNormalForm.GetValueOrDefault(NormalForm.Of(GraphQLParser.Parse(source, parserOptions)));
        }
        catch (GraphQLSyntaxException)
        {
            return null;
        }

        if (document is not null)
            otherLayouts.Add(source, document);
        return document;
    }

    private void Add(TrustedText text, DocumentStore documents, List<string> errors)
    {
        var source = Encoding.UTF8.GetBytes(text.Source);
        if (!bySource.TryGetValue(source, out var document))
        {
            document = documents.Get(source, out var failures);
            errors.AddRange(failures.Select(failure => Describe(text, failure)));
            if (document is null)
                return;
            var normalForm = NormalForm.Of(GraphQLParser.Parse(source, ParserOptions.Trusted));
            if (!byNormalForm.TryAdd(normalForm, document))
                document = byNormalForm[normalForm];
            bySource.Add(source, document);
        }

        byHash.TryAdd(DocumentHash.Of(source), document);
        foreach (var hash in text.Hashes)
            byHash.TryAdd(hash, document);
        foreach (var name in text.Names)
        {
            if (!byName.TryGetValue(name, out var named))
                byName.Add(name, named = new HashSet<PreparedDocument>(ReferenceEqualityComparer.Instance));
            named.Add(document);
        }
    }

    private static string Describe(TrustedText text, GraphQLError error) =>
        error.Locations.IsDefaultOrEmpty ? $"{text.Where}: {error.Message}" : $"{text.Where}({error.Locations[0].Line},{error.Locations[0].Column}): {error.Message}";
}
