using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>Abstract and inherited unix sockets.</summary>
public sealed class UnixEndpointTests
{
    private readonly string _name = $"qmpgen-{Guid.NewGuid():N}";

    [QemuFact]
    public async Task Connect_ToAbstractSocket_SucceedsWithEitherNotation()
    {
        await using RealQemu qemu = await RealQemu.StartAsync(Monitor($"path={_name},abstract=on"));
        await AssertRespondsAsync($"unix:@{_name}");
        await AssertRespondsAsync($"unix:{_name},abstract=on");
    }

    [QemuFact]
    public async Task Connect_ToUntightAbstractSocket_UsesItsPaddedName()
    {
        await using RealQemu qemu = await RealQemu.StartAsync(Monitor($"path={_name},abstract=on,tight=off"));
        await AssertRespondsAsync($"unix:{_name},abstract=on,tight=off");
        await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync($"unix:@{_name}"));
    }

    [LinuxFact]
    public async Task Connect_ToUnusedAbstractName_Throws()
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync($"unix:@{_name}")
        );
        Assert.Contains($"unix:@{_name}", e.Message, StringComparison.Ordinal);
        Assert.Contains("abstract=on", e.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Listen_OnAbstractNameOfMaximumLength_Succeeds()
    {
        using QmpListener tight = QmpListener.Start("unix:@" + _name.PadRight(107, 'x'));
        using QmpListener padded = QmpListener.Start($"unix:{_name.PadRight(106, 'x')},abstract=on,tight=off");
    }

    [LinuxFact]
    public void Parse_AbstractNameTooLong_ThrowsWithTheLimit() =>
        Assert.Contains(
            "107 bytes",
            Assert.Throws<ArgumentException>(() => QmpEndpoint.Parse("unix:@" + new string('x', 108))).Message,
            StringComparison.Ordinal
        );

    [LinuxFact]
    public async Task Connect_WhenAcceptQueueIsFull_Throws()
    {
        using Socket listening = UnixAddress.CreateSocket();
        listening.Bind(new UnixDomainSocketEndPoint($"\0{_name}"));
        listening.Listen(0);
        using Socket first = Connect($"\0{_name}");
        QmpException e = await Assert.ThrowsAnyAsync<QmpException>(() =>
            QmpClient.ConnectAsync($"unix:@{_name}", new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) })
        );
        Assert.Contains($"unix:@{_name}", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Connect_ToInheritedSocket_UsesAndClosesIt()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        int descriptor = Release(Connect(qemu.Endpoint["unix:".Length..]));
        QmpEndpoint endpoint = $"fd:{descriptor}";
        await using (QmpClient client = await QmpClient.ConnectAsync(endpoint))
        {
            await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.WaitTimeout);
        }

        // Only a closed connection lets the monitor greet the next client.
        await AssertRespondsAsync(qemu.Endpoint);
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(endpoint)
        );
        Assert.Contains($"fd:{descriptor}", e.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Connect_ToDescriptorOfAFile_ThrowsAndLeavesItOpen()
    {
        using FileStream file = new(
            Path.Combine(Path.GetTempPath(), _name),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        );
        string endpoint = $"fd:{file.SafeFileHandle.DangerousGetHandle()}";
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(endpoint)
        );
        Assert.Contains(endpoint, e.Message, StringComparison.Ordinal);
        file.WriteByte(1);
        file.Flush(flushToDisk: true);
    }

    [LinuxFact]
    public async Task Connect_ToUnconnectedSocket_ThrowsAndLeavesItOpen()
    {
        using Socket listening = UnixAddress.CreateSocket();
        listening.Bind(new UnixDomainSocketEndPoint($"\0{_name}"));
        listening.Listen();
        string endpoint = $"fd:{listening.SafeHandle.DangerousGetHandle()}";
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(endpoint)
        );
        Assert.Contains(endpoint, e.Message, StringComparison.Ordinal);
        using Socket client = Connect($"\0{_name}");
    }

    [LinuxFact]
    public void IsBound_OfMissingFile_IsFalse() =>
        Assert.False(SocketFile.IsBound(new UnixDomainSocketEndPoint($"/tmp/{_name}")));

    private static string[] Monitor(string address) =>
        ["-chardev", $"socket,id=m,{address},server=on,wait=off", "-mon", "chardev=m,mode=control"];

    private static async Task AssertRespondsAsync(QmpEndpoint endpoint)
    {
        await using QmpClient client = await QmpClient.ConnectAsync(endpoint);
        await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.WaitTimeout);
    }

    private static Socket Connect(string path)
    {
        Socket socket = UnixAddress.CreateSocket();
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>Detaches a descriptor from its socket object, as if it were inherited.</summary>
    private static int Release(Socket socket)
    {
        int descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        socket.SafeHandle.SetHandleAsInvalid();
        return descriptor;
    }
}
