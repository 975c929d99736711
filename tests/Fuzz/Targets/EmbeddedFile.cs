namespace QmpGen.Fuzz.Targets;

/// <summary>The files that are embedded in the program.</summary>
internal static class EmbeddedFile
{
    /// <summary>Reads a file.</summary>
    public static string Read(string name)
    {
        using Stream stream =
            typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"The program does not have the embedded file '{name}'.", nameof(name));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
