namespace QmpGen.Operations.Tests;

public sealed class GuestFreezeTests
{
    [Fact]
    public async Task Freeze_WhenDisposed_ThawsTheFileSystems()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        FreezableGuest guest = new(server, count: 2);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);

        await using (GuestFreeze frozen = await client.FreezeAsync())
        {
            Assert.Equal(2, frozen.Count);
            Assert.True(guest.IsFrozen);
        }

        Assert.False(guest.IsFrozen);
    }

    [Fact]
    public async Task Freeze_OfMountPoints_SendsTheList()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        FreezableGuest guest = new(server, count: 1);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);

        GuestFreeze frozen = await client.FreezeAsync(new GuestFreezeOptions { MountPoints = ["/data"] });
        await frozen.ThawAsync();
        await frozen.DisposeAsync();

        QmpTestCall call = Assert.Single(server.Calls, call => call.Command == "guest-fsfreeze-freeze-list");
        Assert.Equal("""["/data"]""", call.Arguments.GetProperty("mountpoints").GetRawText());
        Assert.Equal(1, guest.Thaws);
    }

    [Fact]
    public async Task Thaw_OfFewerFileSystems_Throws()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        FreezableGuest guest = new(server, count: 2);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        GuestFreeze frozen = await client.FreezeAsync();
        guest.ThawAsWindowsDoes();

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(frozen.ThawAsync);

        Assert.StartsWith("Only 0 of 2 file systems", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thaw_WhenConnectionBreaks_IsRepeated()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        DroppableEndpoint connection = new(server.Endpoint);
        FreezableGuest guest = new(server, count: 2);
        await using AgentClient client = await AgentClient.ConnectAsync(
            connection.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        GuestFreeze frozen = await client.FreezeAsync();
        guest.BeforeThawReply = connection.Drop;

        await frozen.DisposeAsync();

        Assert.False(guest.IsFrozen);
        Assert.Equal(2, guest.Thaws);
    }

    [Fact]
    public async Task Freeze_WhenCanceled_ThawsTheFileSystems()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        FreezableGuest guest = new(server, count: 2);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        using CancellationTokenSource cancellation = new();
        using QmpTestHold held = server.Hold("guest-fsfreeze-freeze");
        Task<GuestFreeze> freeze = client.FreezeAsync(cancellationToken: cancellation.Token);
        await held.WaitForCallAsync();

        await cancellation.CancelAsync();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => freeze);
        Assert.False(guest.IsFrozen);
        Assert.Equal(1, guest.Thaws);
    }

    [Fact]
    public async Task Freeze_OfFrozenGuest_ThrowsAndDoesNotThaw()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        FreezableGuest guest = new(server, count: 2);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        await using GuestFreeze first = await client.FreezeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.FreezeAsync());

        Assert.True(guest.IsFrozen);
    }

    [Fact]
    public async Task Thaw_ThatFails_ThrowsTheErrorOfTheAgent()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        _ = new FreezableGuest(server, count: 2);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        GuestFreeze frozen = await client.FreezeAsync();
        server.On("guest-fsfreeze-thaw", _ => throw new QmpTestErrorException("cannot thaw"));

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => frozen.DisposeAsync().AsTask());

        Assert.Equal("cannot thaw", e.Description);
    }

    [Fact]
    public async Task Thaw_AfterFailure_IsRepeatedByTheDisposal()
    {
        await using QmpTestServer server = OperationServer.StartGuestAgent();
        FreezableGuest guest = new(server, count: 2);
        await using AgentClient client = await AgentClient.ConnectAsync(server.Endpoint);
        GuestFreeze frozen = await client.FreezeAsync();
        guest.BeforeThawReply = () => throw new QmpTestErrorException("cannot thaw");

        await Assert.ThrowsAsync<QmpCommandException>(frozen.ThawAsync);
        guest.FreezeAgain();
        await frozen.DisposeAsync();
        await frozen.DisposeAsync();

        Assert.False(guest.IsFrozen);
        Assert.Equal(2, guest.Thaws);
    }

    /// <summary>The file systems of a guest.</summary>
    private sealed class FreezableGuest
    {
        private readonly int _count;

        public FreezableGuest(QmpTestServer server, int count)
        {
            _count = count;
            server.On("guest-fsfreeze-status", _ => IsFrozen ? "frozen" : "thawed");
            server.On("guest-fsfreeze-freeze", _ => Freeze());
            server.On("guest-fsfreeze-freeze-list", _ => Freeze());
            server.On("guest-fsfreeze-thaw", _ => Thaw());
        }

        public bool IsFrozen { get; private set; }

        public int Thaws { get; private set; }

        public Action? BeforeThawReply { get; set; }

        public void ThawAsWindowsDoes() => IsFrozen = false;

        public void FreezeAgain() => IsFrozen = true;

        private QmpValue Freeze()
        {
            IsFrozen = true;
            return _count;
        }

        private QmpValue Thaw()
        {
            int count = IsFrozen ? _count : 0;
            IsFrozen = false;
            Thaws++;
            Action? beforeReply = BeforeThawReply;
            BeforeThawReply = null;
            beforeReply?.Invoke();
            return count;
        }
    }
}
