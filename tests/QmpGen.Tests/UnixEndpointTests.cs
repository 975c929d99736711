using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>Abstract unix sockets and inherited ones.</summary>
public sealed class UnixEndpointTests
{
    private readonly string _name = $"qmpgen-{Guid.NewGuid():N}";

    [QemuFact]
    public async Task An_abstract_socket_of_QEMU_is_connected_to_by_either_notation()
    {
        await using RealQemu qemu = await RealQemu.StartAsync(Monitor($"path={_name},abstract=on"));
        await AssertAnswersAsync($"unix:@{_name}");
        await AssertAnswersAsync($"unix:{_name},abstract=on");
    }

    [QemuFact]
    public async Task An_abstract_socket_that_is_not_tight_has_another_name()
    {
        await using RealQemu qemu = await RealQemu.StartAsync(Monitor($"path={_name},abstract=on,tight=off"));
        await AssertAnswersAsync($"unix:{_name},abstract=on,tight=off");
        await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync($"unix:@{_name}"));
    }

    [LinuxFact]
    public async Task An_abstract_name_that_nobody_has_is_told_from_a_missing_file()
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync($"unix:@{_name}")
        );
        Assert.Contains($"unix:@{_name}", e.Message, StringComparison.Ordinal);
        Assert.Contains("abstract=on", e.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void An_abstract_name_may_have_the_full_length()
    {
        using QmpListener tight = QmpListener.Start("unix:@" + _name.PadRight(107, 'x'));
        using QmpListener padded = QmpListener.Start($"unix:{_name.PadRight(106, 'x')},abstract=on,tight=off");
        Assert.Contains(
            "107 bytes",
            Assert.Throws<ArgumentException>(() => QmpEndpoint.Parse("unix:@" + new string('x', 108))).Message,
            StringComparison.Ordinal
        );
    }

    [LinuxFact]
    public async Task A_queue_that_is_full_is_told_as_such()
    {
        using Socket listening = UnixAddress.CreateSocket();
        listening.Bind(new UnixDomainSocketEndPoint($"\0{_name}"));
        listening.Listen(0);
        using Socket first = Connect($"\0{_name}");
        QmpException e = await Assert.ThrowsAnyAsync<QmpException>(() =>
            QmpClient.ConnectAsync($"unix:@{_name}", new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) })
        );
        Assert.Contains("thers wait in front", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task An_inherited_socket_is_taken_over_and_closed()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        int descriptor = Release(Connect(qemu.Endpoint["unix:".Length..]));
        QmpEndpoint endpoint = $"fd:{descriptor}";
        await using (QmpClient client = await QmpClient.ConnectAsync(endpoint))
        {
            await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.Patience);
        }

        // Only a closed connection lets the monitor greet the next client.
        await AssertAnswersAsync(qemu.Endpoint);
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(endpoint)
        );
        Assert.Contains("connected to already", e.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_descriptor_that_is_no_socket_is_refused_and_stays_open()
    {
        using FileStream file = new(
            Path.Combine(Path.GetTempPath(), _name),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        );
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync($"fd:{file.SafeFileHandle.DangerousGetHandle()}")
        );
        Assert.Contains("no socket", e.Message, StringComparison.Ordinal);
        file.WriteByte(1);
        file.Flush(flushToDisk: true);
    }

    [LinuxFact]
    public async Task A_socket_that_is_not_connected_is_refused_and_stays_open()
    {
        using Socket listening = UnixAddress.CreateSocket();
        listening.Bind(new UnixDomainSocketEndPoint($"\0{_name}"));
        listening.Listen();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync($"fd:{listening.SafeHandle.DangerousGetHandle()}")
        );
        Assert.Contains("not a connected one", e.Message, StringComparison.Ordinal);
        using Socket client = Connect($"\0{_name}");
    }

    private static string[] Monitor(string where) =>
        ["-chardev", $"socket,id=m,{where},server=on,wait=off", "-mon", "chardev=m,mode=control"];

    private static async Task AssertAnswersAsync(QmpEndpoint endpoint)
    {
        await using QmpClient client = await QmpClient.ConnectAsync(endpoint);
        await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.Patience);
    }

    private static Socket Connect(string path)
    {
        Socket socket = UnixAddress.CreateSocket();
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>A socket's descriptor, which from here on belongs to nobody, as an inherited one does.</summary>
    private static int Release(Socket socket)
    {
        int descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        socket.SafeHandle.SetHandleAsInvalid();
        return descriptor;
    }
}
