using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>What <see cref="QmpClient.CompareSchemaAsync"/> returns for the server that is connected.</summary>
public sealed class CompareSchemaTests
{
    private const string Greeting =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 5}, "package": "Debian"}, "capabilities": []}}""";

    [Fact]
    public async Task Comparison_WithAnOldServer_HasOnlyExpectedDifferences()
    {
        await using ConnectedTwoReleasePeer peer = await ConnectedTwoReleasePeer.CreateAsync(Greeting);
        Task<QmpSchemaComparison> comparing = peer.Client.CompareSchemaAsync();
        await peer.ReplyAsync(await peer.ExpectAsync("query-qmp-schema"), TwoReleaseClient.OldSchemaLine);
        QmpSchemaComparison comparison = await comparing.WaitAsync(WaitTimeout);

        Assert.Equal(new QmpVersion(5, 2, 0, "Debian"), comparison.ServerVersion);
        Assert.Equal(["5.2.0", "11.1.3"], comparison.Releases);
        Assert.Equal(QmpSchemaSeverity.Harmless, comparison.Severity);
        Assert.Equal(
            [
                ". blockdev-add",
                ".     arguments.driver: enum",
                "-         'nvme'  (as in 5.2.0)",
                "-     arguments[nvme]: BlockdevOptionsNvme  (as in 5.2.0)",
                ". blockdev-mirror",
                ".     arguments.copy-mode: enum",
                "-         'write-blocking'  (as in 5.2.0)",
                "!     arguments.sync: Optional<string> -> string  (as in 5.2.0)",
                "-     arguments.target-is-zero: Optional<boolean>  (as in 5.2.0)",
                "- yank  (as in 5.2.0)",
                "+ yankless",
                "- MEMORY_FAILURE  (as in 5.2.0)",
            ],
            ComparedSchemas.FormatEntities(comparison)
        );
    }

    [Fact]
    public async Task Comparison_WithoutBindings_Throws()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => peer.Client.CompareSchemaAsync());
    }

    [Fact]
    public void Comparison_WithAGuestAgent_ComparesCommandsOnly()
    {
        byte[] text = "O - x:s\nC guest-ping=GuestPingCommand 0 -\nC guest-exec=GuestExecCommand 0 -"u8.ToArray();
        CodeGeneration.QmpCompiledSchema schema = new(() => text, new CodeGeneration.QmpCompiledRelease("7.2.22"));
        SchemaGraph agent = GuestAgentSchemaReader.Read(
            """
            {"version": "10.0.13", "supported_commands": [
              {"name": "guest-ping", "enabled": true, "success-response": true},
              {"name": "guest-exec", "enabled": false, "success-response": true},
              {"name": "guest-fresh", "enabled": true, "success-response": true}]}
            """u8.ToArray(),
            schema
        );

        QmpSchemaComparison comparison = new(schema.Bindings, agent, QmpVersion.Unknown);

        Assert.Equal(["- guest-exec  [runtime]", "+ guest-fresh"], ComparedSchemas.FormatEntities(comparison));
    }
}
