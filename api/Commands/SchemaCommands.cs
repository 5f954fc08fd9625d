using System.CommandLine;
using GraphQL;
using GraphQL.Language;
using GraphQL.SchemaTools;
using GraphQL.TypeSystem;
using GraphQL.Validation;

namespace Marketplace.Api.Commands;

/// <summary>What can be asked of the schema without a server: its text, its changes, and whether documents fit it.</summary>
internal sealed class SchemaCommands(TextWriter output, TextWriter error, Func<GraphQL.TypeSystem.Schema> current)
{
    /// <summary>The input cannot be read.</summary>
    public const int Unreadable = 2;

    public Command Create()
    {
        var target = new Argument<FileInfo?>("file") { Description = "Where to; standard output when left out.", Arity = ArgumentArity.ZeroOrOne };
        var export = new Command("export", "Writes the GraphQL schema as SDL.") { target };
        export.SetAction(parsed => Strictly(parsed, () => Export(parsed.GetValue(target))));

        var old = new Argument<FileInfo>("old") { Description = "The schema clients know, as SDL." };
        var @new = new Argument<FileInfo?>("new") { Description = "The schema they would get; the current one when left out.", Arity = ArgumentArity.ZeroOrOne };
        var compare = new Command("compare", "Says of each change whether it breaks clients; exits 1 when one does, 2 when a file cannot be read.") { old, @new };
        compare.SetAction(parsed => Strictly(parsed, () => Compare(parsed.GetValue(old)!, parsed.GetValue(@new))));

        var documents = new Argument<FileInfo[]>("documents") { Description = "Files of operations, and of the fragments they share.", Arity = ArgumentArity.OneOrMore };
        var validate = new Command("validate", "Validates a client's documents against the schema; exits 1 when one is invalid, 2 when a file cannot be read.") { documents };
        validate.SetAction(parsed => Strictly(parsed, () => Validate(parsed.GetValue(documents)!)));
        return new Command("schema", "The GraphQL schema.") { export, compare, validate };
    }

    // The rest of the command line lets configuration through; here a word too many is a mistake.
    private int Strictly(ParseResult parsed, Func<int> run)
    {
        if (parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
        {
            error.WriteLine($"schema {parsed.CommandResult.Command.Name} does not take \"{unknown}\".");
            return Unreadable;
        }

        try
        {
            return run();
        }
        catch (UnreadableFileException problem)
        {
            error.WriteLine(problem.Message);
            return Unreadable;
        }
    }

    private int Export(FileInfo? target)
    {
        if (target is null)
        {
            output.WriteLine(SchemaPrinter.Print(current()).TrimEnd());
            return 0;
        }

        try
        {
            File.WriteAllText(target.FullName, SchemaPrinter.Print(current()).TrimEnd() + "\n");
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException($"{target}: {problem.Message}");
        }
    }

    private int Compare(FileInfo old, FileInfo? @new)
    {
        var before = Read(old);
        var after = @new is null ? GraphQLParser.Parse(SchemaPrinter.Print(current()), ParserOptions.Trusted) : Read(@new);
        var changes = SchemaComparer.Compare(before, after);
        foreach (var change in changes.OrderByDescending(change => change.Severity))
        {
            output.WriteLine($"{change.Severity.ToString().ToLowerInvariant(),-9}  {change.Coordinate}: {change.Description}");
        }

        int Count(SchemaChangeSeverity severity) => changes.Count(change => change.Severity == severity);
        output.WriteLine(changes.Count == 0
            ? "No changes."
            : $"{Count(SchemaChangeSeverity.Breaking)} breaking, {Count(SchemaChangeSeverity.Dangerous)} dangerous, {Count(SchemaChangeSeverity.Safe)} safe");
        return Count(SchemaChangeSeverity.Breaking) > 0 ? 1 : 0;
    }

    private int Validate(FileInfo[] files)
    {
        var schema = current();
        var errors = 0;
        var parsed = files.Select(file => (File: file, Document: Read(file))).ToList();
        var fragments = parsed.SelectMany(one => one.Document.Definitions.OfType<FragmentDefinitionNode>()).ToList();
        var whole = parsed.ConvertAll(one => (one.File, Document: ClientDocuments.WithFragments(one.Document, fragments)));
        foreach (var (file, document) in whole)
        {
            // A file of fragments alone is checked in the documents that use them.
            if (!document.Definitions.OfType<OperationDefinitionNode>().Any() && document.Definitions.All(definition => whole.Exists(other => other.File != file && other.Document.Definitions.Contains(definition))))
            {
                continue;
            }

            foreach (var problem in DocumentValidator.Validate(schema, document))
            {
                errors++;
                var place = problem.Locations.IsEmpty ? "" : $"({problem.Locations[0].Line}:{problem.Locations[0].Column})";
                output.WriteLine($"{file}{place}: {problem.Message}");
            }
        }

        output.WriteLine($"{files.Length} documents, {errors} errors");
        return errors > 0 ? 1 : 0;
    }

    private static DocumentNode Read(FileInfo file)
    {
        try
        {
            return GraphQLParser.Parse(File.ReadAllText(file.FullName), ParserOptions.Trusted);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException($"{file}: {problem.Message}");
        }
        catch (GraphQLSyntaxException problem)
        {
            throw new UnreadableFileException($"{file}({problem.Location.Line}:{problem.Location.Column}): {problem.Message}");
        }
    }
}

/// <summary>A file is missing, may not be read or written, or holds no GraphQL.</summary>
internal sealed class UnreadableFileException(string message) : Exception(message);
