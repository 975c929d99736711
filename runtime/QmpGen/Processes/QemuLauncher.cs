using System.ComponentModel;
using System.Diagnostics;

namespace QmpGen;

/// <summary>Starts QEMU with a monitor that connects to this program.</summary>
internal static class QemuLauncher
{
    private const string StorageDaemon = "qemu-storage-daemon";

    /// <summary>Starts the program with an empty standard input, so that it does not read from the terminal.</summary>
    /// <exception cref="ArgumentException">The arguments contain <c>-daemonize</c>, or an option contains a NUL
    /// character.</exception>
    /// <exception cref="QmpConnectionException">The program cannot be started.</exception>
    public static Process Start(QemuProcessOptions options, QemuListener listener)
    {
        if (options.Arguments.Any(argument => argument is "-daemonize" or "--daemonize"))
        {
            throw new ArgumentException(
                $"The arguments of '{options.Program}' contain -daemonize. This program cannot control a QEMU that "
                    + "detaches itself. Remove the argument. QEMU runs in the background without it.",
                nameof(options)
            );
        }

        CheckText(options);
        string program =
            ProgramFile.Find(options.Program) ?? throw CreateException(options, ExplainMissing(options.Program));
        ProcessStartInfo start = new(program, [.. options.Arguments, .. CreateMonitorArguments(options, listener)])
        {
            WorkingDirectory = options.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw CreateException(options, ExplainFailure(options, e.NativeErrorCode), e);
        }
    }

    /// <summary>Throws if a text contains a NUL character, at which the operating system would cut it.</summary>
    /// <remarks>The message does not contain the text, which can be a password.</remarks>
    private static void CheckText(QemuProcessOptions options)
    {
        IEnumerable<(string Subject, string? Text)> texts =
        [
            (nameof(options.Program), options.Program),
            (nameof(options.WorkingDirectory), options.WorkingDirectory),
            .. options.Arguments.Select((text, index) => ($"{nameof(options.Arguments)}[{index}]", text)),
            .. options.Environment.Keys.Select(name => ($"A name in {nameof(options.Environment)}", name)),
            .. options.Environment.Select(pair => ($"{nameof(options.Environment)}[\"{pair.Key}\"]", pair.Value)),
        ];
        (string? subject, _) = texts.FirstOrDefault(item =>
            item.Text?.Contains('\0', StringComparison.Ordinal) is true
        );
        if (subject is not null)
        {
            throw new ArgumentException(
                $"{subject} contains a NUL character, which a process cannot receive. Remove it.",
                nameof(options)
            );
        }
    }

    private static QmpConnectionException CreateException(
        QemuProcessOptions options,
        string reason,
        Exception? inner = null
    ) => new($"Cannot start '{options.Program}': {reason}", inner) { IsTransient = false };

    /// <summary>Creates the arguments of the monitor.</summary>
    /// <remarks>The storage daemon supports only <c>--monitor</c>. Every QEMU accepts the other forms.</remarks>
    private static string[] CreateMonitorArguments(QemuProcessOptions options, QemuListener listener)
    {
        string[] monitor = options switch
        {
            { ExperimentalOutOfBand: true } => ["-mon", "chardev=qmpgen,mode=control,x-oob=on"],
            _ when IsStorageDaemon(options) => ["--monitor", "chardev=qmpgen"],
            _ => ["-qmp", "chardev:qmpgen"],
        };
        return ["--chardev", $"socket,id=qmpgen,{listener.Address}", .. monitor];
    }

    /// <summary>Determines whether the program is, or executes, the storage daemon.</summary>
    private static bool IsStorageDaemon(QemuProcessOptions options) =>
        GetName(options.Program).StartsWith("qemu-", StringComparison.Ordinal)
            ? GetName(options.Program) == StorageDaemon
            : options.Arguments.Any(argument => GetName(argument) == StorageDaemon);

    private static string GetName(string program) => Path.GetFileNameWithoutExtension(program);

    private static string ExplainMissing(string program) =>
        program switch
        {
            _ when Path.GetFileName(program) == program =>
                $"the program is not on the PATH. {GetRemedy(program, "Install it or specify its path.")}",
            _ when Directory.Exists(program) => "the path is a directory. Specify the program file in it.",
            _ => $"the file does not exist. {GetRemedy(program, "Check the path.")}",
        };

    private static string GetRemedy(string program, string remedy) =>
        Path.GetFileName(program).StartsWith("qemu-", StringComparison.Ordinal)
            ? "Install QEMU. On Debian and Ubuntu, the package names start with qemu-system."
            : remedy;

    private static string ExplainFailure(QemuProcessOptions options, int error)
    {
        if (options.WorkingDirectory is { } directory && !Directory.Exists(directory))
        {
            return $"the working directory '{directory}' does not exist. Create it or specify another one.";
        }

        // EACCES, or ERROR_ACCESS_DENIED on Windows.
        if (error == (OperatingSystem.IsWindows() ? 5 : 13))
        {
            return "permission denied. Make the file executable, or run as a user that can execute it.";
        }

        string reason = new Win32Exception(error).Message.TrimEnd('.');
        return $"{char.ToLowerInvariant(reason[0])}{reason[1..]}.";
    }
}
