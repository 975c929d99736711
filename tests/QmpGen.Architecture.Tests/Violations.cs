namespace QmpGen.Architecture.Tests;

/// <summary>Fails with the whole list, because xunit shows only the first items.</summary>
internal static class Violations
{
    public static void AssertNone(IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        Assert.True(all.Length == 0, $"{all.Length} violations:\n{string.Join('\n', all)}");
    }
}
