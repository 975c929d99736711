using System.ComponentModel;
using System.Diagnostics;

namespace QmpGen;

/// <summary>Starts the program that the options name, with a monitor that connects to us.</summary>
internal static class QemuCommandLine
{
    private const string StorageDaemon = "qemu-storage-daemon";

    /// <summary>Starts it. Nothing is read of its output yet; its standard input is at its end, so that it takes no key
    /// from our terminal.</summary>
    /// <exception cref="ArgumentException">The arguments ask for what cannot be watched over.</exception>
    /// <exception cref="QmpConnectionException">The program cannot be started.</exception>
    public static Process Start(QemuProcessOptions options, QemuListener listener)
    {
        if (options.Arguments.Any(argument => argument is "-daemonize" or "--daemonize"))
        {
            throw new ArgumentException(
                $"'{options.Program}' is told to -daemonize: it would leave the process that is watched over here. Leave the argument out; it runs "
                    + "beside this program anyway.",
                nameof(options)
            );
        }

        string program =
            ProgramFile.Find(options.Program)
            ?? throw new QmpConnectionException(
                $"'{options.Program}' cannot be started: {ExplainMissing(options.Program)}"
            );
        ProcessStartInfo start = new(program, [.. options.Arguments, .. MonitorArguments(options, listener)])
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
                    ? $"its working directory '{directory}' does not exist"
                    : new Win32Exception(e.NativeErrorCode).Message;
            throw new QmpConnectionException($"'{options.Program}' cannot be started: {reason}.", e);
        }
    }

    /// <summary>Every QEMU takes them: 11.1 would warn of -mon. The storage daemon knows no other way than
    /// --monitor.</summary>
    private static string[] MonitorArguments(QemuProcessOptions options, QemuListener listener)
    {
        string[] monitor = IsStorageDaemon(options) ? ["--monitor", "chardev=qmpgen"] : ["-qmp", "chardev:qmpgen"];
        return ["--chardev", $"socket,id=qmpgen,{listener.Address}", .. monitor];
    }

    /// <summary>The arguments count only where the program may become what they name.</summary>
    private static bool IsStorageDaemon(QemuProcessOptions options) =>
        NameOf(options.Program).StartsWith("qemu-", StringComparison.Ordinal)
            ? NameOf(options.Program) == StorageDaemon
            : options.Arguments.Any(argument => NameOf(argument) == StorageDaemon);

    private static string NameOf(string program) => Path.GetFileNameWithoutExtension(program);

    private static string ExplainMissing(string program) =>
        program switch
        {
            _ when Path.GetFileName(program) == program => $"there is no such program on the PATH.{HintFor(program)}",
            _ when Directory.Exists(program) => "it is a directory.",
            _ => $"there is no such file.{HintFor(program)}",
        };

    private static string HintFor(string program) =>
        Path.GetFileName(program).StartsWith("qemu-", StringComparison.Ordinal)
            ? " Is QEMU installed? Debian and Ubuntu have it in packages whose names begin with qemu-system."
            : "";
}
