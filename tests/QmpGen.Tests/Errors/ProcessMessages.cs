using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Messages of starting QEMU, played by shell scripts.</summary>
internal static class ProcessMessages
{
    public static async Task CollectAsync(MessageCollector messages)
    {
        messages.BeginSection("Processes");
        messages.Add("The program is not on the PATH", () => Start("qemu-system-x86_65"));
        messages.Add("The program file is missing", () => Start("/nowhere/qemu-system-x86_64"));
        messages.Add("The program is not executable", () => Start("/etc/passwd"));
        messages.Add("The program is a directory", () => Start("/etc"));
        messages.Add(
            "The working directory is missing",
            () => QemuProcess.Start(Script("exit") with { WorkingDirectory = "/nowhere" })
        );
        messages.Add(
            "The temporary directory is missing",
            () => QemuProcess.Start(Script("exit") with { SocketFolder = "/nowhere" })
        );
        messages.Add("The arguments contain -daemonize", () => Start("sh", "-daemonize"));
        messages.Add("An argument contains a NUL character", () => Start("sh", "-c\0"));
        await messages.AddAsync("The program exits", () => ConnectAsync("exit 3"));
        await messages.AddAsync("The program exits with output", () => ConnectAsync("echo invalid option >&2; exit 1"));
        await messages.AddAsync("The program is killed", () => ConnectAsync("kill -9 $$"));
        await messages.AddAsync(
            "The program does not connect",
            () => ConnectAsync("echo starting >&2; exec sleep 1000")
        );
        await messages.AddAsync(
            "The process is disposed",
            async () =>
            {
                QemuProcess qemu = QemuProcess.Start(Script("exec sleep 1000"));
                Task<QmpClient> connecting = QmpClient.ConnectAsync(qemu.Monitor);
                await qemu.DisposeAsync();
                await connecting.WaitAsync(WaitTimeout);
            }
        );
    }

    private static QemuProcessOptions Script(string script) => new() { Program = "sh", Arguments = ["-c", script] };

    private static void Start(string program, params string[] arguments) =>
        QemuProcess.Start(new QemuProcessOptions { Program = program, Arguments = arguments });

    private static async Task ConnectAsync(string script)
    {
        await using QemuProcess qemu = QemuProcess.Start(Script(script));
        QmpClientOptions options = new() { ConnectTimeout = TimeSpan.FromSeconds(2) };
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor, options);
    }
}
