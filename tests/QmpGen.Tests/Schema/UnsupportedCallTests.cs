using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Calls that the connected server does not support are rejected before they are sent.</summary>
public sealed class UnsupportedCallTests
{
    private const string Old =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 5}, "package": "Debian"}, "capabilities": []}}""";

    private const string New =
        """{"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": ""}, "capabilities": []}}""";

    [Fact]
    public async Task Call_OfAMissingCommand_IsNotSent()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(Old);

        QmpNotSupportedException exception = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            peer.Client.ExecuteAsync(new YankCommand())
        );

        Assert.Equal(
            "'yank' was not sent, because QEMU 5.2.0 (Debian) does not have the command. Releases with it: 11.1.3. "
                + "Check Supports<YankCommand>() first.",
            exception.Message
        );
        await peer.AssertUsableAsync();
    }

    [Theory]
    [InlineData("target-is-zero", "true", "the argument 'target-is-zero'")]
    [InlineData("copy-mode", "\"write-blocking\"", "the value 'write-blocking' of the argument 'copy-mode'")]
    public async Task Call_WithAMissingArgumentOrValue_IsNotSent(string name, string value, string part)
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(Old);
        BlockdevMirrorCommand command = new()
        {
            ExtraArguments = { ["job-id"] = "j", ["sync"] = "full", [name] = QmpValue.Parse(value) },
        };

        QmpNotSupportedException exception = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            peer.Client.ExecuteAsync(command)
        );

        Assert.Equal(
            $"'blockdev-mirror' was not sent, because QEMU 5.2.0 (Debian) does not have {part}. "
                + "Releases with it: 11.1.3. Omit it, or check Supports first.",
            exception.Message
        );
        await peer.AssertUsableAsync();
    }

    [Fact]
    public async Task Call_WithAMissingBranch_IsNotSent()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(Old);
        BlockdevAddCommand command = new() { ExtraArguments = { ["driver"] = "nvme", ["device"] = "0000:01:00.0" } };

        QmpNotSupportedException exception = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
            peer.Client.ExecuteAsync(command)
        );

        Assert.Contains("the value 'nvme' of the argument 'driver'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithoutAnArgumentThatTheServerRequires_IsNotSent()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(Old);
        BlockdevMirrorCommand command = new() { ExtraArguments = { ["job-id"] = "j" } };

        QmpArgumentException exception = await Assert.ThrowsAsync<QmpArgumentException>(() =>
            peer.Client.ExecuteAsync(command)
        );

        Assert.Equal(
            "'blockdev-mirror' was not sent, because QEMU 5.2.0 (Debian) requires the argument 'sync'. Set it.",
            exception.Message
        );
    }

    [Theory]
    [InlineData(Old, "full")]
    [InlineData(New, null)]
    public async Task Call_WithArgumentsThatTheServerSupports_IsSent(string greeting, string? sync)
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(greeting);
        BlockdevMirrorCommand command = new()
        {
            ExtraArguments = { ["job-id"] = "j", ["sync"] = sync, ["copy-mode"] = "background", ["x-other"] = 1 },
        };

        Task call = peer.Client.ExecuteAsync(command);
        await peer.ReplyAsync(await peer.ExpectAsync("blockdev-mirror"));
        await call.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task RawCall_IsNotChecked()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(Old);

        Task<QmpValue> call = peer.Client.ExecuteRawAsync("yank");
        await peer.ReplyAsync(await peer.ExpectAsync("yank"));
        await call.WaitAsync(WaitTimeout);
    }
}
