namespace GraphQL.PersistedDocuments;

/// <summary>A document as it was found in a folder.</summary>
/// <param name="Where">The file, as errors name it.</param>
/// <param name="Source">The whole document, fragments included.</param>
/// <param name="Names">What it can be asked for by, besides its hash.</param>
/// <param name="Hashes">Hashes of other texts of the same document, such as that of its file where fragments come from others.</param>
internal sealed record TrustedText(string Where, string Source, IReadOnlyList<string> Names, IReadOnlyList<string> Hashes);
