namespace GraphQL.Requests;

/// <summary>How a request ended; the status code follows from it.</summary>
internal enum RequestOutcome
{
    /// <summary>The operation ran; fields may have failed.</summary>
    Executed,

    /// <summary>The document, the operation's name or the variables are wrong: nothing ran.</summary>
    Refused,

    /// <summary>The document is not known by the hash it was asked for: no failure, the client sends it again with its text.</summary>
    Unknown,

    /// <summary>The operation is of a kind that the request's method does not run.</summary>
    NotAllowed,

    /// <summary>Time was up.</summary>
    TimedOut,
}
