namespace QmpGen.Tool.Tests.Harness;

/// <summary>A folder that is deleted at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("qmpgen").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Writes a file, and the folders that it needs.</summary>
    /// <returns>The full path.</returns>
    public string Write(string name, string text)
    {
        string path = Combine(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes the source of a QEMU release.</summary>
    /// <returns>The path of its directory.</returns>
    public string WriteRelease(string name, string schema)
    {
        Write($"{name}/qapi/qapi-schema.json", schema);
        return Combine(name);
    }

    public string Combine(string name) => System.IO.Path.Combine(Path, name);
}
