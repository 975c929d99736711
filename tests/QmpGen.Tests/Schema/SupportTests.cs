using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>What <see cref="QmpClient.Supports{T}()"/> returns for the server that is connected.</summary>
public sealed class SupportTests
{
    private const string Old =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 5}, "package": "Debian"}, "capabilities": []}}""";

    private const string New =
        """{"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": ""}, "capabilities": []}}""";

    private const string Unknown =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 6}, "package": ""}, "capabilities": []}}""";

    public static TheoryData<string, bool> OldServers => new() { { Old, false }, { Unknown, true } };

    [Theory]
    [MemberData(nameof(OldServers))]
    public async Task Supports_OfAnOldServer_IsFalseForWhatOnlyTheNewReleaseHas(string greeting, bool sendsSchema)
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(greeting, sendsSchema);
        QmpClient vm = peer.Client;

        Assert.False(vm.Supports<YankCommand>());
        Assert.False(vm.Supports<MemoryFailureEvent>());
        Assert.False(vm.Supports<BlockdevOptions.Nvme>());
        Assert.False(vm.Supports<BlockdevOptionsNvme>());
        Assert.False(vm.Supports(CopyMode.WriteBlocking));
        Assert.False(vm.Supports(TwoReleaseFeatures.BlockdevMirror.TargetIsZero));
        Assert.True(vm.Supports<BlockdevMirrorCommand>());
        Assert.True(vm.Supports<StopEvent>());
        Assert.True(vm.Supports<BlockdevOptions>());
        Assert.True(vm.Supports<BlockdevOptions.File>());
        Assert.True(vm.Supports(CopyMode.Background));
        Assert.True(vm.Supports(TwoReleaseFeatures.BlockdevMirror.CopyMode));
        Assert.True(vm.Supports(TwoReleaseFeatures.BlockdevMirror.Sync));
    }

    [Fact]
    public async Task Supports_OfANewServer_IsTrue()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(New);
        QmpClient vm = peer.Client;

        Assert.True(vm.Supports<YankCommand>());
        Assert.True(vm.Supports<BlockdevOptions.Nvme>());
        Assert.True(vm.Supports(CopyMode.WriteBlocking));
        Assert.True(vm.Supports(TwoReleaseFeatures.BlockdevMirror.TargetIsZero));
    }

    [Fact]
    public async Task Supports_OfAnotherPackageOfTheVersion_UsesTheSchema()
    {
        string greeting = New.Replace("\"package\": \"\"", "\"package\": \"downstream\"", StringComparison.Ordinal);
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(
            greeting,
            sendsSchema: true
        );

        Assert.False(peer.Client.Supports<YankCommand>());
    }

    [Fact]
    public async Task Supports_OfAPath_FetchesTheSchemaOnce()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(Old);
        Task loading = peer.Client.LoadSchemaAsync();
        await peer.ReplyAsync(await peer.ExpectAsync("query-qmp-schema"), TwoReleaseClient.OldSchemaLine);
        await loading.WaitAsync(WaitTimeout);

        Assert.True(peer.Client.Supports("blockdev-add/arg-type/+file/filename"));
        Assert.False(peer.Client.Supports("blockdev-add/arg-type/+nvme"));
        await peer.AssertUsableAsync();
    }

    /// <summary>QEMUs of other architectures have the same version and package.</summary>
    [Fact]
    public async Task Supports_WithALoadedSchema_IgnoresTheVersion()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(New);
        Assert.True(peer.Client.Supports<YankCommand>());

        Task loading = peer.Client.LoadSchemaAsync();
        await peer.ReplyAsync(await peer.ExpectAsync("query-qmp-schema"), TwoReleaseClient.OldSchemaLine);
        await loading.WaitAsync(WaitTimeout);

        Assert.False(peer.Client.Supports<YankCommand>());
    }

    [Fact]
    public async Task Supports_OfAPathWithoutBindings_BlocksUntilTheSchemaIsReceived()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<bool> supports = Task.Run(() => peer.Client.Supports("blockdev-add/arg-type/+file/filename"));
        await peer.ReplyAsync(await peer.ExpectAsync("query-qmp-schema"), TwoReleaseClient.OldSchemaLine);

        Assert.True(await supports.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Supports_OfATypeThatIsNotGenerated_Throws()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(New);
        QmpClient vm = peer.Client;

        Assert.Throws<InvalidOperationException>(() => vm.Supports<SupportTests>());
        Assert.Throws<InvalidOperationException>(() => vm.Supports(DayOfWeek.Friday));
        Assert.Throws<InvalidOperationException>(() => vm.Supports(System.Net.Sockets.SocketFlags.Peek));
        Assert.Throws<ArgumentOutOfRangeException>(() => vm.Supports((CopyMode)7));
    }

    [Fact]
    public async Task Supports_AfterAReconnect_IsThatOfTheNewServer()
    {
        await using ScriptedEndpoint endpoint = new();
        Task<TwoReleaseClient> connecting = TwoReleaseClient.ConnectAsync(
            endpoint.Endpoint,
            new QmpClientOptions { Reconnect = new QmpReconnectPolicy { FirstDelay = TimeSpan.FromMilliseconds(1) } }
        );
        await endpoint.AcceptAsync(Old);
        await using TwoReleaseClient vm = await connecting.WaitAsync(WaitTimeout);
        Assert.False(vm.Supports<YankCommand>());

        endpoint.FirstPeer.Close();
        await endpoint.AcceptAsync(New);
        await vm.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);

        Assert.True(vm.Supports<YankCommand>());
    }

    [Fact]
    public async Task Connecting_WhenTheServerHasNoSchema_LogsItAndSucceeds()
    {
        RecordingLogger logger = new();
        ScriptedPeer peer = ScriptedPeer.Create();
        Task<TwoReleaseClient> connecting = TwoReleaseClient.ConnectAsync(
            peer.ClientStream,
            new QmpClientOptions { Logger = logger }
        );
        await peer.SendAsync(Unknown);
        await peer.ReplyAsync(await peer.ReceiveAsync());
        ReceivedRequest request = await peer.ExpectAsync("query-qmp-schema");
        await peer.SendAsync(
            $$$"""{"id": {{{request.Id}}}, "error": {"class": "CommandNotFound", "desc": "not found"}}"""
        );
        await using TwoReleaseClient vm = await connecting.WaitAsync(WaitTimeout);

        Assert.Contains("CommandNotFound", await logger.NextAsync(12), StringComparison.Ordinal);
        Task call = vm.ExecuteAsync(new YankCommand());
        await peer.ReplyAsync(await peer.ExpectAsync("yank"));
        await call.WaitAsync(WaitTimeout);
    }
}
