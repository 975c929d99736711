using QmpGen.Generator.Qapi;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Introspection;

namespace QmpGen.Tool.Catalogue;

/// <summary>The schemas of one release of QEMU's source.</summary>
/// <param name="Name">The release.</param>
/// <param name="Schemas">All that they hold, whatever it depends on, as dumps with the types' own names.</param>
internal sealed record ReleaseSource(string Name, IReadOnlyList<QmpSchema> Schemas) : IComparable<ReleaseSource>
{
    // The monitor's, the guest agent's and the storage daemon's.
    private static readonly string[] s_files = ["qapi/qapi-schema.json", "qga/qapi-schema.json", "storage-daemon/qapi/qapi-schema.json"];

    /// <summary>Reads the source in a directory, which is named for its release unless it has a file <c>VERSION</c>.</summary>
    /// <exception cref="ToolException">There is no schema in it.</exception>
    /// <exception cref="QapiException">A schema is not one.</exception>
    public static ReleaseSource Read(string directory)
    {
        string[] files = [.. s_files.Select(file => Path.Combine(directory, file)).Where(File.Exists)];
        if (files.Length == 0)
        {
            throw new ToolException($"'{directory}' has no {s_files[0]} in it: name the top directory of QEMU's source.");
        }

        string version = Path.Combine(directory, "VERSION");
        string name = File.Exists(version) ? File.ReadAllText(version).Trim() : Path.GetFileName(Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar));
        return new ReleaseSource(name, [.. files.Select(Introspect)]);
    }

    /// <summary>The older release comes first.</summary>
    public int CompareTo(ReleaseSource? other) => other is null ? 1
        : Version.TryParse(Name, out Version? version) && Version.TryParse(other.Name, out Version? others) ? version.CompareTo(others)
        : string.CompareOrdinal(Name, other.Name);

    private static QmpSchema Introspect(string file)
    {
        string dump = Introspector.Introspect(QapiSchema.Read(file, ToolFile.ReadSource), BuildConfiguration.Everything);
        return SchemaReader.Read(dump, out _, CancellationToken.None)
            ?? throw new InvalidOperationException($"what was made of {file} is no dump");
    }
}
