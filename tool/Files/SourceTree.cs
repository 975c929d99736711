namespace QmpGen.Tool.Files;

/// <summary>The files below the top folder of QEMU's source, which can be someone else's.</summary>
/// <param name="folder">The top folder.</param>
/// <param name="mainFile">A file that the user names. It can be a link or a pipe. Null for none.</param>
internal sealed class SourceTree(string folder, string? mainFile = null)
{
    /// <summary>The top folder.</summary>
    public string Folder => folder;

    /// <summary>Finds the top folder of the source to which a schema belongs.</summary>
    /// <param name="mainFile">The main file of the schema.</param>
    public static SourceTree FromMainFile(string mainFile)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(mainFile))!;
        while (Path.GetFileName(folder) is "qapi" or "qga" or "storage-daemon")
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return new SourceTree(folder, mainFile);
    }

    /// <summary>Reads a file.</summary>
    /// <returns>The text, or null if the file does not exist.</returns>
    /// <exception cref="ToolException">The file is outside the folder, or is reached by a symbolic link.</exception>
    /// <exception cref="IOException">The file cannot be read, is too large or is not text.</exception>
    public string? Read(string path)
    {
        if (path != mainFile)
        {
            CheckPlace(path);
        }

        return !File.Exists(path) ? null
            // Opening a FIFO would wait for a writer. Its length is 0.
            : path != mainFile && new FileInfo(path).Length == 0 ? ""
            : TextFile.Read(path);
    }

    private void CheckPlace(string path)
    {
        string relative = path.Contains('\0', StringComparison.Ordinal)
            ? ".."
            : Path.GetRelativePath(folder, Path.GetFullPath(path));
        string[] parts = relative.Split(Path.DirectorySeparatorChar);
        if (parts[0] == ".." || Path.IsPathRooted(relative))
        {
            throw new ToolException($"it is outside the folder '{folder}'. Copy it into the folder.");
        }

        string place = folder;
        foreach (string part in parts)
        {
            place = Path.Combine(place, part);
            if (new FileInfo(place).LinkTarget is not null)
            {
                throw new ToolException($"'{place}' is a symbolic link. Replace it by a copy of its target.");
            }
        }
    }
}
