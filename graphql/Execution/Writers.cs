using System.Text.Json;

namespace GraphQL.Execution;

/// <summary>Reads a scalar from its parent and writes it with its name; false, and nothing written, where it is null and must not be.</summary>
internal delegate bool PureScalarWriter(Utf8JsonWriter writer, JsonEncodedText name, object parent);

/// <summary>Reads a list of scalars from its parent and writes it, the name being written already; false where it is null and must not be.</summary>
internal delegate bool PureListWriter(ResponseWriter writer, object parent);

/// <summary>Writes a scalar with its name; false, and nothing written, where it is null and must not be.</summary>
internal delegate bool ScalarWriter<T>(Utf8JsonWriter writer, JsonEncodedText name, T value);

/// <summary>Writes a value of a list, or a list; false, and nothing written, where it is null and must not be.</summary>
internal delegate bool ElementWriter<T>(ResponseWriter writer, T value);
