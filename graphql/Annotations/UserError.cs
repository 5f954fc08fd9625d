namespace GraphQL;

/// <summary>A domain failure that the caller of a mutation can act on; derived records are members of the mutations' error unions.</summary>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Message">What went wrong, for people.</param>
public abstract record UserError(string Code, string Message);
