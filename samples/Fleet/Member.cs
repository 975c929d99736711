using System.Text.Json;
using QmpGen;
using QmpGen.Testing;

namespace Fleet;

/// <summary>A machine of the fleet: a real QEMU, or an embedded server of a release.</summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly IAsyncDisposable _machine;

    private Member(string description, QmpEndpoint endpoint, IAsyncDisposable machine)
    {
        Description = description;
        Endpoint = endpoint;
        _machine = machine;
    }

    public string Description { get; }

    public QmpEndpoint Endpoint { get; }

    /// <summary>Starts QEMUs, or the one on the PATH and embedded servers of two releases.</summary>
    public static IEnumerable<Member> Start(IReadOnlyList<string> paths)
    {
        foreach (string path in paths.Count > 0 ? paths : FindOnPath())
        {
            yield return StartQemu(path);
        }

        if (paths.Count == 0)
        {
            yield return Embed(new QmpVersion(5, 2, 0, ""));
            yield return Embed(new QmpVersion(11, 1, 3, ""));
        }
    }

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    private static Member StartQemu(string path)
    {
        QemuProcess qemu = QemuProcess.Start(path, ["-M", "none", "-nodefaults", "-display", "none"]);
        return new Member($"{qemu}", qemu.Monitor, qemu);
    }

    private static IEnumerable<string> FindOnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "qemu-system-x86_64"))
            .Where(File.Exists)
            .Take(1);

    /// <summary>Starts a server that checks commands against the schema of a release.</summary>
    private static Member Embed(QmpVersion version)
    {
        using StreamReader dump = new(typeof(Member).Assembly.GetManifestResourceStream($"{version}")!);
        HashSet<string> nodes = [];
        QmpTestServer server = QmpTestServer
            .Start(dump.ReadToEnd(), new QmpTestServerOptions { Version = version, CheckResults = false })
            .On("query-status", _ => new QmpObject { ["status"] = "prelaunch", ["running"] = false })
            .On("blockdev-add", call => Add(nodes, call))
            .On("blockdev-del", call => Remove(nodes, call));
        if (version.Major > 5)
        {
            server.On("query-yank", _ => QmpValue.Parse("[]")).On("query-stats-schemas", _ => QmpValue.Parse("[]"));
        }

        return new Member($"an embedded server with the schema of QEMU {version}", server.Endpoint, server);
    }

    private static QmpValue? Add(HashSet<string> nodes, QmpTestCall call) =>
        nodes.Add(GetNodeName(call)) ? null : throw new QmpTestErrorException("Duplicate nodes");

    private static QmpValue? Remove(HashSet<string> nodes, QmpTestCall call) =>
        nodes.Remove(GetNodeName(call)) ? null : throw new QmpTestErrorException("Failed to find node");

    private static string GetNodeName(QmpTestCall call) =>
        call.Arguments.GetProperty("node-name") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : "";
}
