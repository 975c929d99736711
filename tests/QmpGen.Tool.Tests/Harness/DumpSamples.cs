namespace QmpGen.Tool.Tests.Harness;

/// <summary>Small dumps.</summary>
internal static class DumpSamples
{
    /// <summary>A dump whose type 1 refers to a type that does not exist.</summary>
    public const string MissingType = """
        [{"name": "go", "meta-type": "command", "ret-type": "1"},
        {"name": "1", "meta-type": "object", "members": [{"name": "x", "type": "9"}]}]
        """;
}
