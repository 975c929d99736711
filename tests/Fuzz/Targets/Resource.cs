namespace QmpGen.Fuzz.Targets;

/// <summary>Texts that the program carries.</summary>
internal static class Resource
{
    /// <summary>Reads one.</summary>
    public static string Read(string name)
    {
        using Stream stream =
            typeof(Resource).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no '{name}'.", nameof(name));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The names of those that begin so.</summary>
    public static IReadOnlyList<string> Below(string start) =>
        [
            .. typeof(Resource)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(start, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
}
