namespace QmpGen.Generator.Names;

/// <summary>The public types of .NET and of the runtime that a user's file sees without a qualifier.</summary>
/// <remarks>
/// A generated type of the same name would be ambiguous in that file. The list is fixed and does not depend on the
/// project, so that names are the same in all projects.
/// </remarks>
internal static class FrameworkNames
{
    private const string ResourceName = "framework-names.txt";

    private static readonly Lazy<HashSet<string>> s_names = new(Read);

    public static IReadOnlyCollection<string> All => s_names.Value;

    public static bool Contains(string name) => s_names.Value.Contains(name);

    private static HashSet<string> Read()
    {
        using Stream stream = typeof(FrameworkNames).Assembly.GetManifestResourceStream(ResourceName)!;
        using StreamReader reader = new(stream);
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                names.UnionWith(line.Split([' '], StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return names;
    }
}
