using System.Globalization;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Files;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Catalogue;

/// <summary>The schemas of one QEMU release.</summary>
/// <param name="Name">The release.</param>
/// <param name="Schemas">The schemas with the conditional parts of all builds and QEMU's type names.</param>
internal sealed record ReleaseSource(string Name, IReadOnlyList<QmpSchema> Schemas) : IComparable<ReleaseSource>
{
    // The schemas of the system emulator, the guest agent and the storage daemon.
    private static readonly string[] s_files =
    [
        "qapi/qapi-schema.json",
        "qga/qapi-schema.json",
        "storage-daemon/qapi/qapi-schema.json",
    ];

    /// <summary>Reads QEMU's source.</summary>
    /// <remarks>The file <c>VERSION</c> names the release; without it, the directory does.</remarks>
    /// <exception cref="ToolException">The directory does not contain a schema, or its name is not valid.</exception>
    /// <exception cref="InputException">A file is not QAPI.</exception>
    public static ReleaseSource Read(string directory)
    {
        string[] files = [.. s_files.Select(file => Path.Combine(directory, file)).Where(File.Exists)];
        if (files.Length == 0)
        {
            throw new ToolException(
                $"'{directory}' does not contain {s_files[0]}. Name the top directory of QEMU's source."
            );
        }

        SourceTree tree = new(Path.GetFullPath(directory));
        string name =
            tree.Read(Path.Combine(directory, "VERSION"))?.Trim()
            ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(tree.Folder));
        bool isValid =
            name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+' or '~')
            && !name.Contains("..", StringComparison.Ordinal);
        return isValid
            ? new ReleaseSource(name, [.. files.Select(file => Introspect(tree, file))])
            : throw new ToolException(
                $"'{name}' is not a valid release name: use letters, digits, single dots and dashes. "
                    + "Rename the directory, or add a VERSION file to it."
            );
    }

    /// <summary>Compares versions. The older release is first.</summary>
    public int CompareTo(ReleaseSource? other)
    {
        int order = Version.CompareTo(other?.Version);
        return order != 0 ? order : string.CompareOrdinal(Name, other?.Name);
    }

    /// <summary>The leading numbers of the name. Missing numbers are 0.</summary>
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

    private static QmpSchema Introspect(SourceTree tree, string file)
    {
        QapiSchema schema = QapiSchema.Read(file, tree.Read);
        return SchemaReader
            .Read(Introspector.Introspect(schema, BuildConfiguration.AllParts), CancellationToken.None)
            .Value;
    }
}
