namespace QmpGen.Testing.Tests;

/// <summary>A recording in a temporary directory.</summary>
internal sealed class RecordingFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "session.qmp");

    public string Text => File.ReadAllText(Path);

    /// <summary>The lines without comments.</summary>
    public IEnumerable<string> Lines =>
        Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'));

    /// <summary>Creates a recording with the given text.</summary>
    public static RecordingFile Create(string text)
    {
        RecordingFile file = new();
        File.WriteAllText(file.Path, text);
        return file;
    }

    /// <summary>Creates a recording that starts with a greeting of 7.2 and a negotiation.</summary>
    public static RecordingFile CreateNegotiated(string lines) =>
        Create(
            """
            S: {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}
            C: {"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":1}
            S: {"return": {}, "id": 1}

            """ + lines
        );

    public void Dispose() => _directory.Delete(recursive: true);
}
