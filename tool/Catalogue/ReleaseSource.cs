using System.Globalization;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Catalogue;

/// <summary>The schemas of one release of QEMU's source.</summary>
/// <param name="Name">The release.</param>
/// <param name="Schemas">All that they hold, whatever it depends on, as dumps with the types' own names.</param>
internal sealed record ReleaseSource(string Name, IReadOnlyList<QmpSchema> Schemas) : IComparable<ReleaseSource>
{
    // The monitor's, the guest agent's and the storage daemon's.
    private static readonly string[] s_files =
    [
        "qapi/qapi-schema.json",
        "qga/qapi-schema.json",
        "storage-daemon/qapi/qapi-schema.json",
    ];

    /// <summary>Reads the source in a directory, which is named for its release unless it has a file
    /// <c>VERSION</c>.</summary>
    /// <exception cref="ToolException">There is no schema in it, or it has no name that can stand in a
    /// catalogue.</exception>
    /// <exception cref="InputException">A schema is not one.</exception>
    public static ReleaseSource Read(string directory)
    {
        string[] files = [.. s_files.Select(file => Path.Combine(directory, file)).Where(File.Exists)];
        if (files.Length == 0)
        {
            throw new ToolException(
                $"'{directory}' has no {s_files[0]} in it: name the top directory of QEMU's source."
            );
        }

        string version = Path.Combine(directory, "VERSION");
        string name = File.Exists(version)
            ? File.ReadAllText(version).Trim()
            : Path.GetFileName(Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar));
        return
            name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+' or '~')
            && !name.Contains("..", StringComparison.Ordinal)
            ? new ReleaseSource(name, [.. files.Select(Introspect)])
            : throw new ToolException(
                $"'{name}' is no name of a release: it is made of letters, digits, dots and dashes. Rename the directory, or give it a file VERSION."
            );
    }

    /// <summary>The older release comes first.</summary>
    public int CompareTo(ReleaseSource? other)
    {
        int order = Version.CompareTo(other?.Version);
        return order != 0 ? order : string.CompareOrdinal(Name, other?.Name);
    }

    /// <summary>The numbers that the name begins with; those that are missing count as nothing.</summary>
    private Version Version
    {
        get
        {
            IEnumerable<string> parts = Name.Split('.', '-', '_', '+', '~')
                .TakeWhile(part => part.Length is > 0 and < 9 && part.All(char.IsAsciiDigit));
            int[] numbers = [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)), 0, 0, 0];
            return new Version(numbers[0], numbers[1], numbers[2]);
        }
    }

    private static QmpSchema Introspect(string file)
    {
        string dump = Introspector.Introspect(
            QapiSchema.Read(file, ToolFile.ReadSource),
            BuildConfiguration.Everything
        );
        return SchemaReader.Read(new SourceFile(file, dump), CancellationToken.None).Value
            ?? throw new InvalidOperationException($"what was made of {file} is no dump");
    }
}
