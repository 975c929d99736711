using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QmpGen.Tests;

public sealed class DescriptorPassingTests : IDisposable
{
    private static readonly byte[] s_request = "{\"execute\":\"getfd\"}\n"u8.ToArray();

    private readonly UnixSocketPair _pair = UnixSocketPair.Create();
    private readonly string _path = Path.GetTempFileName();
    private readonly SafeFileHandle _file;

    public DescriptorPassingTests() => _file = File.OpenHandle(_path, access: FileAccess.ReadWrite);

    public void Dispose()
    {
        _pair.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    [DescriptorFact]
    public async Task Send_WithFile_DeliversDescriptorAndRequest()
    {
        await SendAsync(s_request, _file);
        (byte[] bytes, SafeFileHandle[] descriptors) = _pair.Receive(s_request.Length);

        Assert.Equal(s_request, bytes);
        using SafeFileHandle received = Assert.Single(descriptors);
        RandomAccess.Write(received, "written"u8, 0);
        Assert.Equal("written", await File.ReadAllTextAsync(_path));
    }

    [DescriptorFact]
    public async Task Send_WhenFileIsClosedLater_LeavesTheReceivedOneOpen()
    {
        await SendAsync(s_request, _file);
        _file.Dispose();
        using SafeFileHandle received = Assert.Single(_pair.Receive(s_request.Length).Descriptors);
        Assert.Equal(0, RandomAccess.GetLength(received));
    }

    [DescriptorFact]
    public async Task Send_WithSocket_DeliversAWorkingSocket()
    {
        using UnixSocketPair other = UnixSocketPair.Create();
        await SendAsync(s_request, other.Sender.Socket.SafeHandle);
        using SafeFileHandle received = Assert.Single(_pair.Receive(s_request.Length).Descriptors);
        using Socket socket = new(new SafeSocketHandle(received.DangerousGetHandle(), ownsHandle: false));
        socket.Send("hello"u8);
        Assert.Equal("hello"u8.ToArray(), other.Receive(5).Bytes);
    }

    [DescriptorFact]
    public async Task Send_RequestLargerThanSocketBuffer_DeliversOneDescriptor()
    {
        byte[] request = new byte[1024 * 1024];
        Random.Shared.NextBytes(request);
        Task sending = SendAsync(request, _file);
        Assert.False(sending.IsCompleted);

        (byte[] first, SafeFileHandle[] descriptors) = _pair.Receive(1);
        Assert.Single(descriptors).Dispose();
        (byte[] rest, SafeFileHandle[] more) = _pair.Receive(request.Length - 1);
        await sending;
        Assert.Equal(request, first.Concat(rest));
        Assert.Empty(more);
    }

    [DescriptorFact]
    public async Task Send_WhenSocketIsFull_WaitsForSpace()
    {
        int filled = _pair.Fill();
        Task sending = SendAsync(s_request, _file);
        Assert.False(sending.IsCompleted);

        Assert.Empty(_pair.Receive(filled).Descriptors);
        await sending;
        (byte[] bytes, SafeFileHandle[] descriptors) = _pair.Receive(s_request.Length);
        Assert.Equal(s_request, bytes);
        Assert.Single(descriptors).Dispose();
    }

    [DescriptorFact]
    public async Task Send_WhenCanceledOnFullSocket_SendsNothing()
    {
        int filled = _pair.Fill();
        using CancellationTokenSource cancellation = new();
        Task sending = SendAsync(s_request, _file, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        _pair.Receive(filled);
        Assert.Equal(0, _pair.Arrived);
    }

    [DescriptorFact]
    public async Task Send_WithCanceledToken_SendsNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SendAsync(s_request, _file, new CancellationToken(true))
        );
        Assert.Equal(0, _pair.Arrived);
    }

    [DescriptorFact]
    public async Task Send_WhenHandleIsClosedMeanwhile_StillDeliversDescriptor()
    {
        int filled = _pair.Fill();
        Task sending = SendAsync(s_request, _file);
        _file.Dispose();
        _pair.Receive(filled);
        await sending;
        Assert.Single(_pair.Receive(s_request.Length).Descriptors).Dispose();
        AssertOpenDescriptors(0);
    }

    [DescriptorFact]
    public void Send_WithClosedHandle_Throws()
    {
        _file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => PassedDescriptor.Hold(_file, _pair.Sender));
    }

    [DescriptorFact]
    public void Send_WithInvalidDescriptor_Throws()
    {
        foreach (nint number in new nint[] { -1, int.MaxValue, nint.MaxValue })
        {
            using SafeFileHandle handle = new(number, ownsHandle: false);
            ArgumentException e = Assert.Throws<ArgumentException>(() => PassedDescriptor.Hold(handle, _pair.Sender));
            Assert.Contains("SafeFileHandle", e.Message, StringComparison.Ordinal);
            handle.Dispose();
            Assert.True(handle.IsClosed);
        }
    }

    [DescriptorFact]
    public async Task Send_WhenPeerIsGone_ThrowsIOException()
    {
        _pair.CloseReceiver();
        await Assert.ThrowsAsync<IOException>(() => SendAsync(s_request, _file));
    }

    [Fact]
    public async Task Send_OverTcp_ThrowsWithRemedy()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        string message = GetMessage(client.GetStream());
        Assert.Contains(OperatingSystem.IsWindows() ? "Windows" : "TCP", message, StringComparison.Ordinal);
        Assert.Contains("unix:PATH", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_OverNonSocketStream_ThrowsWithRemedy()
    {
        using MemoryStream stream = new();
        string message = GetMessage(stream);
        Assert.Contains(OperatingSystem.IsWindows() ? "Windows" : "MemoryStream", message, StringComparison.Ordinal);
        Assert.Contains("unix:PATH", message, StringComparison.Ordinal);
    }

    [DescriptorFact]
    public async Task Send_ManyTimes_LeavesNoDescriptorOpen()
    {
        for (int i = 0; i < 200; i++)
        {
            await SendAsync(s_request, _file);
            foreach (SafeFileHandle received in _pair.Receive(s_request.Length).Descriptors)
            {
                received.Dispose();
            }
        }

        AssertOpenDescriptors(1);
    }

    /// <remarks>Runs on other systems too; every Mac is 64-bit.</remarks>
    [Fact]
    public void NativeStructures_ForMacOS_HaveTheLayoutOfItsHeaders()
    {
        if (!Environment.Is64BitProcess)
        {
            return;
        }

        Assert.Equal(
            [0, 8, 16, 24, 32, 40, 44],
            Offsets<NativeSocket.MacMessage>(
                "Name",
                "NameLength",
                "Parts",
                "PartCount",
                "Control",
                "ControlLength",
                "Flags"
            )
        );
        Assert.Equal([0, 4, 8, 12], Offsets<NativeSocket.MacControl>("Length", "Level", "Type", "Descriptor"));
        Assert.Equal((48, 16), (Marshal.SizeOf<NativeSocket.MacMessage>(), Marshal.SizeOf<NativeSocket.MacControl>()));
    }

    private static int[] Offsets<T>(params string[] fields) =>
        [.. fields.Select(field => (int)Marshal.OffsetOf<T>(field))];

    private string GetMessage(Stream stream) =>
        Assert.Throws<QmpNotSupportedException>(() => PassedDescriptor.Hold(_file, stream)).Message;

    private async Task SendAsync(byte[] request, SafeHandle handle, CancellationToken cancellationToken = default)
    {
        using PassedDescriptor descriptor = PassedDescriptor.Hold(handle, _pair.Sender);
        await descriptor
            .WriteAsync(request, cancellationToken)
            .AsTask()
            .WaitAsync(ScriptedPeer.WaitTimeout, CancellationToken.None);
    }

    /// <summary>Counts by path, because other tests open files at the same time. Linux only.</summary>
    private void AssertOpenDescriptors(int count)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(
                count,
                Directory.GetFiles("/proc/self/fd").Count(link => new FileInfo(link).LinkTarget == _path)
            );
        }
    }
}
