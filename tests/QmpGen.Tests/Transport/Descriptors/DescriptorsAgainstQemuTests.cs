using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace QmpGen.Tests;

/// <summary>Passing descriptors to a real QEMU.</summary>
public sealed class DescriptorsAgainstQemuTests : IAsyncLifetime
{
    private RealQemu _qemu = null!;
    private QmpClient _client = null!;

    public async Task InitializeAsync()
    {
        if (RealQemu.Find() is null)
        {
            return;
        }

        _qemu = await RealQemu.StartAsync();
        _client = await QmpClient.ConnectAsync(_qemu.Endpoint);
    }

    public async Task DisposeAsync()
    {
        if (_client is null)
        {
            return;
        }

        await _client.DisposeAsync();
        await _qemu.DisposeAsync();
    }

    [QemuFact]
    public async Task GetFd_FollowedByCloseFd_Succeeds()
    {
        using SafeFileHandle file = Open("a");
        await CallAsync("getfd", """{"fdname": "a"}""", file);
        await CallAsync("closefd", """{"fdname": "a"}""");
        await Assert.ThrowsAsync<QmpCommandException>(() => CallAsync("closefd", """{"fdname": "a"}"""));
    }

    [QemuFact]
    public async Task GetFd_WithoutDescriptor_Throws()
    {
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            CallAsync("getfd", """{"fdname": "a"}""")
        );
        Assert.Contains("SCM_RIGHTS", e.Description, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Migrate_ToPassedSocket_WritesToIt()
    {
        using UnixSocketPair pair = UnixSocketPair.Create();
        await CallAsync("getfd", """{"fdname": "s"}""", pair.Sender.Socket.SafeHandle);
        await CallAsync("migrate", """{"uri": "fd:s"}""");
        Assert.Equal("QEVM"u8.ToArray(), pair.Receive(4).Bytes);
    }

    [QemuFact]
    public async Task BlockDevice_OnPassedFile_WritesToThatFile()
    {
        using SafeFileHandle file = Open("disk", size: 1024 * 1024);
        File.Delete(Path.Combine(_qemu.Directory, "disk"));
        long set = await AddAsync(file);
        JsonElement sets = await CallAsync("query-fdsets");
        JsonElement only = Assert.Single(sets.EnumerateArray());
        Assert.Equal(set, only.GetProperty("fdset-id").GetInt64());
        Assert.Equal("disk", Assert.Single(only.GetProperty("fds").EnumerateArray()).GetProperty("opaque").GetString());

        await CallAsync(
            "blockdev-add",
            $$$"""{"driver": "file", "node-name": "n", "filename": "/dev/fdset/{{{set}}}"}"""
        );
        string output = (
            await CallAsync("human-monitor-command", """{"command-line": "qemu-io n \"write -P 0x5a 512 1024\""}""")
        ).GetString()!;
        Assert.DoesNotContain("error", output, StringComparison.OrdinalIgnoreCase);
        await CallAsync("blockdev-del", """{"node-name": "n"}""");

        byte[] written = new byte[2048];
        RandomAccess.Read(file, written, 0);
        Assert.Equal(
            [.. new byte[512], .. Enumerable.Repeat((byte)0x5a, 1024), .. new byte[512]],
            written.AsEnumerable()
        );
    }

    [QemuFact]
    public async Task DescriptorCalls_WhenConcurrent_PassTheirOwnDescriptors()
    {
        const int Count = 24;

        // Files of different sizes, by which QEMU's block nodes can be identified.
        Task<long>[] adding = new Task<long>[Count];
        for (int i = 0; i < Count; i++)
        {
            using SafeFileHandle file = Open($"disk{i}", size: 512 * (i + 1));
            adding[i] = AddAsync(file);
        }

        long[] sets = await Task.WhenAll(adding).WaitAsync(ScriptedPeer.WaitTimeout);
        Assert.Equal(Count, sets.Distinct().Count());
        for (int i = 0; i < Count; i++)
        {
            await CallAsync(
                "blockdev-add",
                $$$"""{"driver": "file", "node-name": "n{{{i}}}", "filename": "/dev/fdset/{{{sets[i]}}}"}"""
            );
        }

        JsonElement nodes = await CallAsync("query-named-block-nodes");
        Dictionary<string, long> sizes = nodes
            .EnumerateArray()
            .ToDictionary(
                node => node.GetProperty("node-name").GetString()!,
                node => node.GetProperty("image").GetProperty("virtual-size").GetInt64()
            );
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(512 * (i + 1), sizes[$"n{i}"]);
        }
    }

    [QemuFact]
    public async Task DescriptorCall_LargerThanSocketBuffer_PassesDescriptor()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        Socket socket = UnixAddress.CreateSocket();
        socket.SendBufferSize = 4096;
        socket.Connect(new UnixDomainSocketEndPoint(qemu.Endpoint["unix:".Length..]));
        await using QmpClient client = await QmpClient.ConnectAsync(new NetworkStream(socket, ownsSocket: true));
        using SafeFileHandle file = Open("disk");
        string opaque = new('x', 8 * socket.SendBufferSize);
        JsonElement arguments = JsonElement.Parse($$"""{"opaque": "{{opaque}}"}""");
        await client
            .ExecuteRawAsync("add-fd", arguments, new QmpCallOptions { Descriptor = file })
            .WaitAsync(ScriptedPeer.WaitTimeout);
        QmpValue sets = await client.ExecuteRawAsync("query-fdsets").WaitAsync(ScriptedPeer.WaitTimeout);
        Assert.Equal(opaque, sets[0]["fds"][0]["opaque"].GetString());
    }

    [QemuFact]
    public async Task DescriptorCalls_AfterCloseFd_LeaveNoDescriptorOpenInQemu()
    {
        string path = Path.Combine(_qemu.Directory, "a");
        using SafeFileHandle file = Open("a");
        for (int i = 0; i < 50; i++)
        {
            await CallAsync("getfd", """{"fdname": "a"}""", file);
        }

        await CallAsync("closefd", """{"fdname": "a"}""");
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(
                Directory.GetFiles($"/proc/{_qemu.Id}/fd"),
                link => new FileInfo(link).LinkTarget == path
            );
        }
    }

    [QemuFact]
    public async Task DescriptorCall_OverAcceptedConnection_PassesDescriptor()
    {
        string path = Path.Combine(_qemu.Directory, "listener");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        await using RealQemu connecting = await RealQemu.StartAsync("-qmp", $"unix:{path}");
        await using QmpClient client = await QmpClient.ConnectAsync(
            new NetworkStream(await listener.AcceptAsync(), ownsSocket: true)
        );
        using SafeFileHandle file = Open("a");
        await client
            .ExecuteRawAsync("add-fd", null, new QmpCallOptions { Descriptor = file })
            .WaitAsync(ScriptedPeer.WaitTimeout);
        Assert.Equal(1, (await client.ExecuteRawAsync("query-fdsets")).Count);
    }

    private SafeFileHandle Open(string name, int size = 0)
    {
        string path = Path.Combine(_qemu.Directory, name);
        File.WriteAllBytes(path, new byte[size]);
        return File.OpenHandle(path, access: FileAccess.ReadWrite);
    }

    private async Task<long> AddAsync(SafeFileHandle file) =>
        (await CallAsync("add-fd", """{"opaque": "disk"}""", file))["fdset-id"].GetInt64();

    private Task<QmpValue> CallAsync(string command, string? arguments = null, SafeHandle? descriptor = null) =>
        _client
            .ExecuteRawAsync(
                command,
                arguments is null ? null : JsonElement.Parse(arguments),
                new QmpCallOptions { Descriptor = descriptor }
            )
            .WaitAsync(ScriptedPeer.WaitTimeout);
}
