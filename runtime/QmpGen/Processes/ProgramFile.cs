namespace QmpGen;

/// <summary>
/// Finds programs. The system's own way to start one, as .NET has it, looks in the directory of this program and in the
/// current one before the PATH,
/// and what lies there under QEMU's name may be anybody's.
/// </summary>
internal static class ProgramFile
{
    /// <summary>The whole path of a program: one without a directory is looked for on this program's PATH, and nowhere
    /// else.</summary>
    /// <returns>Null where there is none.</returns>
    public static string? Find(string program)
    {
        // CreateProcess adds this extension to a name without one, but not to a path.
        string file = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? $"{program}.exe" : program;
        return Path.GetFileName(program) != program
            ? Existing(Path.GetFullPath(file))
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(directory => Path.GetFullPath(Path.Combine(directory, file)))
                .FirstOrDefault(IsExecutable);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    private static bool IsExecutable(string path)
    {
        const UnixFileMode ByAnybody = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ByAnybody) != 0);
    }
}
