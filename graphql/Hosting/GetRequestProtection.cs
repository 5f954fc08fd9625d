namespace GraphQL;

/// <summary>Which queries by GET must prove that no page of another site made a browser send them.</summary>
public enum GetRequestProtection
{
    /// <summary>None: for servers that know no users and serve only what anybody may read.</summary>
    None,

    /// <summary>
    /// Those of which the browser itself says that they come from another site (<c>Sec-Fetch-Site: cross-site</c>). Every current browser
    /// says so; programs that are no browsers say nothing, and pages of the same site are not hindered.
    /// </summary>
    RefuseCrossSite,

    /// <summary>
    /// All: for servers that recognize their users by cookies and must protect those with old browsers too. A client sends the header
    /// <c>GraphQL-Preflight</c>, <c>Apollo-Require-Preflight</c>, <c>X-Apollo-Operation-Name</c> or <c>X-Requested-With</c>, a bearer token, or
    /// <c>Content-Type: application/json</c>.
    /// </summary>
    RequireHeader,
}
