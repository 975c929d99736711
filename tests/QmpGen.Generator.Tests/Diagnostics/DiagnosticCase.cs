namespace QmpGen.Generator.Tests.Diagnostics;

/// <summary>Input with one problem, and the diagnostic that it causes.</summary>
/// <param name="Place">The expected file, line and column, as in a build.</param>
/// <param name="Arguments">Texts that the message must contain.</param>
/// <param name="Files">The files of the project.</param>
internal sealed record DiagnosticCase(
    string Name,
    string Id,
    string Place,
    string[] Arguments,
    params InMemorySchema[] Files
)
{
    /// <summary>Creates a case with one schema file.</summary>
    public static DiagnosticCase Create(string name, string id, string place, string[] arguments, string text) =>
        new(name, id, $"schema.json{place}", arguments, InMemorySchema.FromText(text));

    public override string ToString() => Name;
}
