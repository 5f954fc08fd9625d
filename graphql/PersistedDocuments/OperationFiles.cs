using System.Collections.Immutable;
using GraphQL.Language;

namespace GraphQL.PersistedDocuments;

/// <summary>The .graphql files of one directory: each with operations becomes a document, completed by the fragments that lie beside it.</summary>
internal sealed class OperationFiles(List<string> errors)
{
    private readonly List<OperationFile> files = [];

    public void Add(string path, string text)
    {
        try
        {
            files.Add(new OperationFile(path, text, GraphQLParser.Parse(text, ParserOptions.Trusted)));
        }
        catch (GraphQLSyntaxException failure)
        {
            errors.Add($"{path}({failure.Location.Line},{failure.Location.Column}): {failure.Message}");
        }
    }

    public IEnumerable<TrustedText> Documents() => files.Where(file => file.Operations.Count > 0).SelectMany(DocumentsOf);

    // The whole file is a document, and where it has several operations so is each of them: clients send one at a time.
    private IEnumerable<TrustedText> DocumentsOf(OperationFile file)
    {
        var whole = Complete(file, file.Operations);
        var name = Path.GetFileNameWithoutExtension(file.Path);
        List<string> hashes = [HashOf(file.Text), HashOf(file.Text.Trim()), HashOf(Print(whole))];
        if (file.Operations is [var only])
        {
            yield return new TrustedText(file.Path, SourceOf(file, whole), only.Name is null ? [name] : [name, only.Name], hashes);
            yield break;
        }

        yield return new TrustedText(file.Path, SourceOf(file, whole), [name], hashes);
        foreach (var operation in file.Operations.Where(operation => operation.Name is not null))
            yield return new TrustedText(file.Path, Print(Complete(file, [operation])), [operation.Name!], []);
    }

    private List<DefinitionNode> Complete(OperationFile file, IReadOnlyList<OperationDefinitionNode> operations) =>
        [.. operations, .. FragmentClosure.Of(operations, name => Find(file, name))];

    private FragmentDefinitionNode? Find(OperationFile file, string name)
    {
        if (file.Fragments.FirstOrDefault(fragment => fragment.Name == name) is { } own)
            return own;
        var beside = files.Where(other => other.Fragments.Any(fragment => fragment.Name == name)).ToList();
        if (beside.Count > 1)
        {
            var problem = $"{file.Path}: fragment {name} is defined in {string.Join(" and in ", beside.Select(other => other.Path))}.";
            if (!errors.Contains(problem))
                errors.Add(problem);
        }

        return beside.FirstOrDefault()?.Fragments.First(fragment => fragment.Name == name);
    }

    // The file as it is stays the beginning of the document, so that errors are located where they are in the file.
    private static string SourceOf(OperationFile file, List<DefinitionNode> definitions)
    {
        var others = definitions.Except(file.Document.Definitions, ReferenceEqualityComparer.Instance).Cast<DefinitionNode>().ToList();
        var isWhole = definitions.Count - others.Count == file.Document.Definitions.Length;
        if (!isWhole)
            return Print(definitions);
        return others.Count == 0 ? file.Text : file.Text + "\n\n" + Print(others);
    }

    private static string Print(IEnumerable<DefinitionNode> definitions) => GraphQLPrinter.Print(new DocumentNode(definitions.ToImmutableArray()));

    private static string HashOf(string text) => DocumentHash.Of(System.Text.Encoding.UTF8.GetBytes(text));

    private sealed record OperationFile(string Path, string Text, DocumentNode Document)
    {
        public IReadOnlyList<OperationDefinitionNode> Operations { get; } = [.. Document.Definitions.OfType<OperationDefinitionNode>()];

        public IReadOnlyList<FragmentDefinitionNode> Fragments { get; } = [.. Document.Definitions.OfType<FragmentDefinitionNode>()];
    }
}
