using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QmpGen.Tests;

public sealed class PassedDescriptorTests : IDisposable
{
    private static readonly byte[] s_request = "{\"execute\":\"getfd\"}\n"u8.ToArray();

    private readonly UnixPair _pair = UnixPair.Create();
    private readonly string _path = Path.GetTempFileName();
    private readonly SafeFileHandle _file;

    public PassedDescriptorTests() => _file = File.OpenHandle(_path, access: FileAccess.ReadWrite);

    public void Dispose()
    {
        _pair.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    [DescriptorFact]
    public async Task The_peer_gets_the_file_itself_and_with_it_the_request()
    {
        await SendAsync(s_request, _file);
        (byte[] bytes, SafeFileHandle[] descriptors) = _pair.Receive(s_request.Length);

        Assert.Equal(s_request, bytes);
        using SafeFileHandle received = Assert.Single(descriptors);
        RandomAccess.Write(received, "from there"u8, 0);
        Assert.Equal("from there", await File.ReadAllTextAsync(_path));
    }

    [DescriptorFact]
    public async Task A_file_that_was_closed_after_the_sending_is_open_over_there()
    {
        await SendAsync(s_request, _file);
        _file.Dispose();
        using SafeFileHandle received = Assert.Single(_pair.Receive(s_request.Length).Descriptors);
        Assert.Equal(0, RandomAccess.GetLength(received));
    }

    [DescriptorFact]
    public async Task A_socket_can_be_passed_too()
    {
        using UnixPair other = UnixPair.Create();
        await SendAsync(s_request, other.Sender.Socket.SafeHandle);
        using SafeFileHandle received = Assert.Single(_pair.Receive(s_request.Length).Descriptors);
        using Socket socket = new(new SafeSocketHandle(received.DangerousGetHandle(), ownsHandle: false));
        socket.Send("hello"u8);
        Assert.Equal("hello"u8.ToArray(), other.Receive(5).Bytes);
    }

    [DescriptorFact]
    public async Task A_request_that_is_larger_than_the_socket_arrives_whole_with_one_descriptor_at_its_start()
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
    public async Task A_full_socket_is_waited_for()
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
    public async Task Who_gives_up_waiting_for_a_full_socket_has_sent_nothing()
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
    public async Task A_cancelled_token_sends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SendAsync(s_request, _file, new CancellationToken(true))
        );
        Assert.Equal(0, _pair.Arrived);
    }

    [DescriptorFact]
    public async Task A_handle_that_is_closed_while_its_request_waits_stays_open_until_it_has_left()
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
    public void A_closed_handle_is_refused()
    {
        _file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => PassedDescriptor.Hold(_file, _pair.Sender));
    }

    [DescriptorFact]
    public void A_handle_of_no_open_file_is_refused()
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
    public async Task A_peer_that_has_gone_is_an_error_and_not_the_end_of_the_process()
    {
        _pair.Hangup();
        await Assert.ThrowsAsync<IOException>(() => SendAsync(s_request, _file));
    }

    [Fact]
    public async Task TCP_is_refused_with_the_remedy()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        string message = Refusal(client.GetStream());
        Assert.Contains(OperatingSystem.IsWindows() ? "Windows" : "TCP", message, StringComparison.Ordinal);
        Assert.Contains("unix:PATH", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_is_no_socket_is_refused_with_the_remedy()
    {
        using MemoryStream stream = new();
        string message = Refusal(stream);
        Assert.Contains(OperatingSystem.IsWindows() ? "Windows" : "MemoryStream", message, StringComparison.Ordinal);
        Assert.Contains("unix:PATH", message, StringComparison.Ordinal);
    }

    [DescriptorFact]
    public async Task Nothing_stays_open()
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

    /// <summary>As the headers of macOS have it, for machines of other systems: 64 bits, which every Mac has.</summary>
    [Fact]
    public void The_structures_of_macOS_are_laid_out_as_its_headers_say()
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

    private string Refusal(Stream stream) =>
        Assert.Throws<QmpNotSupportedException>(() => PassedDescriptor.Hold(_file, stream)).Message;

    private async Task SendAsync(byte[] request, SafeHandle handle, CancellationToken cancellationToken = default)
    {
        using PassedDescriptor descriptor = PassedDescriptor.Hold(handle, _pair.Sender);
        await descriptor
            .WriteAsync(request, cancellationToken)
            .AsTask()
            .WaitAsync(ScriptedPeer.Patience, CancellationToken.None);
    }

    /// <summary>Told by the file's path, since other tests open files at the same time. Only Linux tells.</summary>
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
