using System.ComponentModel;
using System.Diagnostics;

namespace QmpGen;

/// <summary>Starts QEMU with a monitor that connects to this program.</summary>
internal static class QemuLauncher
{
    private const string StorageDaemon = "qemu-storage-daemon";

    /// <summary>Starts the program with an empty standard input, so that it does not read from the terminal.</summary>
    /// <exception cref="ArgumentException">The arguments contain <c>-daemonize</c>.</exception>
    /// <exception cref="QmpConnectionException">The program cannot be started.</exception>
    public static Process Start(QemuProcessOptions options, QemuListener listener)
    {
        if (options.Arguments.Any(argument => argument is "-daemonize" or "--daemonize"))
        {
            throw new ArgumentException(
                $"The arguments of '{options.Program}' contain -daemonize, which would detach it from the process that "
                    + "this program controls. Remove the argument. The process runs in the background anyway.",
                nameof(options)
            );
        }

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
            string reason =
                options.WorkingDirectory is { } directory && !Directory.Exists(directory)
                    ? $"the working directory '{directory}' does not exist"
                    : new Win32Exception(e.NativeErrorCode).Message;
            throw CreateException(options, $"{reason}.", e);
        }
    }

    private static QmpConnectionException CreateException(
        QemuProcessOptions options,
        string reason,
        Exception? inner = null
    ) => new($"Cannot start '{options.Program}': {reason}", inner) { IsTransient = false };

    /// <summary>Creates arguments that every QEMU accepts. The storage daemon supports only <c>--monitor</c>.</summary>
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
            _ when Path.GetFileName(program) == program => $"the program is not on the PATH.{GetHint(program)}",
            _ when Directory.Exists(program) => "the path is a directory.",
            _ => $"the file does not exist.{GetHint(program)}",
        };

    private static string GetHint(string program) =>
        Path.GetFileName(program).StartsWith("qemu-", StringComparison.Ordinal)
            ? " Install QEMU. On Debian and Ubuntu, the package names start with qemu-system."
            : "";
}
