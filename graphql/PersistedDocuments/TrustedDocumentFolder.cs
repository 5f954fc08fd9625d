namespace GraphQL.PersistedDocuments;

/// <summary>A folder whose documents are trusted: .graphql files, and lists of documents as .json files, in it and below.</summary>
internal sealed class TrustedDocumentFolder(string folder)
{
    private readonly string root = Path.GetFullPath(folder, AppContext.BaseDirectory);

    public List<TrustedText> Read(List<string> errors)
    {
        var documents = new List<TrustedText>();
        if (!Directory.Exists(root))
        {
            errors.Add($"{root}: there is no such folder.");
            return documents;
        }

        string[] directories = [root, .. Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (var directory in directories)
        {
            var operations = new OperationFiles(errors);
            foreach (var file in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
            {
                var path = Path.GetRelativePath(root, file);
                if (Path.GetExtension(file) is ".graphql" or ".gql")
                    operations.Add(path, File.ReadAllText(file));
                else if (Path.GetExtension(file) == ".json")
                    documents.AddRange(DocumentList.Read(path, File.ReadAllText(file), errors));
            }

            documents.AddRange(operations.Documents());
        }

        return documents;
    }
}
