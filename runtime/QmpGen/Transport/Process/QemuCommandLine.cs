using System.ComponentModel;
using System.Diagnostics;

namespace QmpGen;

/// <summary>Starts the program that the options name, with a monitor that connects to us.</summary>
internal static class QemuCommandLine
{
    private const int NoSuchFile = 2;

    /// <summary>Starts it. Nothing is read of its output yet; its standard input is at its end, so that it takes no key from our terminal.</summary>
    /// <exception cref="ArgumentException">The arguments ask for what cannot be watched over.</exception>
    /// <exception cref="QmpConnectionException">The program cannot be started.</exception>
    public static Process Start(QemuProcessOptions options, QemuListener listener)
    {
        if (options.Arguments.Any(argument => argument is "-daemonize" or "--daemonize"))
        {
            throw new ArgumentException(
                $"'{options.Program}' is told to -daemonize: it would leave the process that is watched over here. Leave the argument out; it runs "
                + "beside this program anyway.",
                nameof(options));
        }

        ProcessStartInfo start = new(options.Program, [.. options.Arguments, .. MonitorArguments(options, listener)])
        {
            WorkingDirectory = options.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in options.Environment)
            start.Environment[name] = value;

        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new QmpConnectionException($"'{options.Program}' cannot be started: {Explain(options, e)}", e);
        }
    }

    /// <summary>Every QEMU takes them: 11.1 would warn of -mon. The storage daemon knows no other way than --monitor.</summary>
    private static string[] MonitorArguments(QemuProcessOptions options, QemuListener listener)
    {
        bool isStorageDaemon = options.Arguments.Prepend(options.Program)
            .Any(word => Path.GetFileNameWithoutExtension(word) == "qemu-storage-daemon");
        string[] monitor = isStorageDaemon ? ["--monitor", "chardev=qmpgen"] : ["-qmp", "chardev:qmpgen"];
        return ["--chardev", $"socket,id=qmpgen,{listener.Address}", .. monitor];
    }

    private static string Explain(QemuProcessOptions options, Win32Exception failure) => options switch
    {
        { WorkingDirectory: { } directory } when !Directory.Exists(directory) => $"its working directory '{directory}' does not exist.",
        _ when Directory.Exists(options.Program) => "it is a directory.",
        _ when failure.NativeErrorCode != NoSuchFile => $"{new Win32Exception(failure.NativeErrorCode).Message}.",
        _ when options.Program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) => $"there is no such file.{Package(options.Program)}",
        _ => $"there is no such program on the PATH.{Package(options.Program)}",
    };

    private static string Package(string program) => Path.GetFileNameWithoutExtension(program) switch
    {
        "qemu-system-x86_64" or "qemu-system-i386" => " Debian and Ubuntu have it in the package qemu-system-x86.",
        "qemu-storage-daemon" => " Debian and Ubuntu have it in the package qemu-system-common.",
        var name when name.StartsWith("qemu-system-", StringComparison.Ordinal) => " Debian and Ubuntu have it in a package that qemu-system brings.",
        _ => "",
    };
}
