namespace GraphQL.Tests;

/// <summary>Waits for what must come to hold.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            tries.ShouldBeLessThan(4000, "It never came to hold.");
            await Task.Delay(5);
        }
    }
}
