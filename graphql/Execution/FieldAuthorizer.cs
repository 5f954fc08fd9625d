namespace GraphQL.Execution;

/// <summary>Asks the host's policies, each once per request, before anything is resolved.</summary>
internal static class FieldAuthorizer
{
    /// <summary>The refusal for each policy that does not hold, the default policy under the empty name; null when all hold.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, GraphQLError>?> RefusalsAsync(OperationState state)
    {
        if (state.Plan.Policies.Length == 0)
            return null;

        Dictionary<string, GraphQLError>? refusals = null;
        var isSignedIn = state.User.Identity?.IsAuthenticated == true;
        foreach (var policy in state.Plan.Policies)
        {
            if (await PolicyCheck.HoldsAsync(state.Services, state.User, state.HttpContext, policy))
                continue;
            refusals ??= new(StringComparer.Ordinal);
            refusals.Add(policy ?? "", isSignedIn
                ? new GraphQLError("You may not do this.") { Code = ErrorCodes.Forbidden }
                : new GraphQLError("Sign in first.") { Code = ErrorCodes.Unauthenticated });
        }

        return refusals;
    }
}
