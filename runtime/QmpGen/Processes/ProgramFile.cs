namespace QmpGen;

/// <summary>Finds programs on the PATH.</summary>
/// <remarks>
/// <see cref="System.Diagnostics.Process"/> also searches the directory of this program and the current directory. A
/// malicious file with QEMU's name could be there.
/// </remarks>
internal static class ProgramFile
{
    /// <summary>Finds the full path of a program, on the PATH if it is a name without a directory.</summary>
    /// <returns>The full path, or null if the program does not exist.</returns>
    public static string? Find(string program)
    {
        // CreateProcess adds this extension to a plain name, but not to a path.
        string file = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? $"{program}.exe" : program;
        return Path.GetFileName(program) != program
            ? FindFile(Path.GetFullPath(file))
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(directory => Path.GetFullPath(Path.Combine(directory, file)))
                .FirstOrDefault(IsExecutable);
    }

    private static string? FindFile(string path) => File.Exists(path) ? path : null;

    private static bool IsExecutable(string path)
    {
        const UnixFileMode ExecutableByAny =
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path)
            && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ExecutableByAny) != 0);
    }
}
