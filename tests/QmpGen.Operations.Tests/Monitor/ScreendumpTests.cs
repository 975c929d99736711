using System.Text;

namespace QmpGen.Operations.Tests;

/// <summary>Pictures of the screen of a real QEMU.</summary>
public sealed class ScreendumpTests
{
    [QemuFact]
    public async Task Screendump_ByDescriptor_WritesPpm()
    {
        await using OperationQemu qemu = await StartAsync();

        byte[] picture = await DumpAsync(qemu, new ScreendumpOptions { Device = "vga", Head = 0 });

        Assert.Equal("P6\n", Encoding.ASCII.GetString(picture, 0, 3));
        Assert.Equal("[]", (await qemu.ExecuteAsync("query-fdsets")).ToString());
    }

    [QemuFact]
    public async Task Screendump_ByFile_WritesPpmAndDeletesTheFile()
    {
        await using OperationQemu qemu = await StartAsync();
        string file = qemu.PathOf("screen.ppm");

        byte[] picture = await DumpAsync(qemu, new ScreendumpOptions { File = file });

        Assert.Equal("P6\n", Encoding.ASCII.GetString(picture, 0, 3));
        Assert.False(File.Exists(file));
    }

    [QemuFact]
    public async Task Screendump_AsPng_WritesPngIfQemuCan()
    {
        await using OperationQemu qemu = await StartAsync();
        ScreendumpOptions options = new() { Format = ScreendumpFormat.Png };
        if (qemu.Client.Supports("screendump/arg-type/format"))
        {
            byte[] picture = await DumpAsync(qemu, options);
            Assert.Equal("PNG", Encoding.ASCII.GetString(picture, 1, 3));
        }
        else
        {
            await Assert.ThrowsAsync<QmpNotSupportedException>(() => DumpAsync(qemu, options));
        }

        // QEMU keeps an empty set, because it closes the file of a PNG without removing it from the set.
        Assert.All((await qemu.ExecuteAsync("query-fdsets")).Items, set => Assert.Equal(0, set["fds"].Count));
    }

    [QemuFact]
    public async Task Screendump_WithoutDisplay_ThrowsAndLeavesNothing()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();

        await Assert.ThrowsAsync<QmpCommandException>(() => DumpAsync(qemu, options: null));

        Assert.Equal("[]", (await qemu.ExecuteAsync("query-fdsets")).ToString());
    }

    [QemuFact]
    public async Task Screendumps_AtTheSameTime_BothWrite()
    {
        await using OperationQemu qemu = await StartAsync();

        byte[][] pictures = await Task.WhenAll(DumpAsync(qemu, options: null), DumpAsync(qemu, options: null));

        Assert.Equal(pictures[0].Length, pictures[1].Length);
        Assert.NotEmpty(pictures[0]);
    }

    [QemuFact]
    public async Task Screendump_WhenItFails_KeepsAFileThatExistedBefore()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        string file = qemu.PathOf("mine");
        await File.WriteAllTextAsync(file, "mine");
        ScreendumpOptions options = new() { File = file, Device = "missing" };

        await Assert.ThrowsAsync<QmpCommandException>(() => DumpAsync(qemu, options));

        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("add-fd")]
    [InlineData("screendump")]
    public async Task Screendump_WhenConnectionIsLost_RemovesTheDescriptorAfterReconnect(string command)
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On("add-fd", call => new QmpObject { ["fdset-id"] = GetSet(call), ["fd"] = 9 }!);
        server.On("screendump", _ => null);
        server.On("remove-fd", _ => null);
        await using QmpClient client = await QmpClient.ConnectAsync(
            server.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        using QmpTestHold held = server.Hold(command);
        Task dump = client.ScreendumpAsync(Stream.Null);
        await held.WaitForCallAsync();
        server.Inject(QmpTestFault.HalfMessage);
        held.Release();
        await lost.WaitAsync(TimeSpan.FromSeconds(20));
        server.Inject(QmpTestFault.None);

        await Assert.ThrowsAsync<QmpConnectionException>(() => dump);

        QmpTestCall added = server.Calls.Single(call => call.Command == "add-fd");
        QmpTestCall removed = server.Calls.Last(call => call.Command == "remove-fd");
        Assert.Equal(GetSet(added), GetSet(removed));
    }

    [Fact]
    public async Task Screendump_WhenServerLacksAddFd_ThrowsNotSupported()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On("add-fd", _ => throw new QmpTestErrorException("CommandNotFound", "The command is disabled"));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            client.ScreendumpAsync(Stream.Null)
        );

        Assert.Contains("'add-fd'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Screendump_OverConnectionWithoutDescriptors_Throws()
    {
        await using QmpTestServer server = OperationServer.Start();
        await using QmpClient client = await QmpClient.ConnectAsync(server.Connect());

        await Assert.ThrowsAsync<QmpNotSupportedException>(() => client.ScreendumpAsync(Stream.Null));
    }

    private static long GetSet(QmpTestCall call) => call.Arguments.GetProperty("fdset-id").GetInt64();

    private static Task<OperationQemu> StartAsync() =>
        OperationQemu.StartAsync("-M", "pc", "-m", "32", "-device", "VGA,id=vga");

    private static async Task<byte[]> DumpAsync(OperationQemu qemu, ScreendumpOptions? options)
    {
        using MemoryStream picture = new();
        await qemu.Client.ScreendumpAsync(picture, options);
        return picture.ToArray();
    }
}
