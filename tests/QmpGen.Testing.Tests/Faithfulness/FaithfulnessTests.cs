using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;
using Xunit.Abstractions;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>The test server compared with a real QEMU: both must accept the same requests, and reject others for the
/// same kind of reason.</summary>
public sealed class FaithfulnessTests(ITestOutputHelper output)
{
    private const int BatchSize = 100;

    // The requests must not make QEMU start another program or gain rights.
    private const string Sandbox = "on,spawn=deny,elevateprivileges=deny,resourcecontrol=deny";

    [QemuFact("7.2")]
    public async Task TestServer_ComparedWithQemu72_AgreesOnEveryInput()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-sandbox", Sandbox);
        await AssertAgreementAsync(qemu, SchemaDumps.Qemu72);
    }

    [StorageDaemonFact("7.2")]
    public async Task TestServer_ComparedWithStorageDaemon72_AgreesOnEveryInput()
    {
        await using RealQemu daemon = await RealQemu.StartStorageDaemonAsync();
        await AssertAgreementAsync(daemon, SchemaDumps.StorageDaemon72);
    }

    private async Task AssertAgreementAsync(RealQemu qemu, string dump)
    {
        QmpSchema schema = SchemaReader.Read(new SourceFile("dump", dump), CancellationToken.None).Value!;
        await using QmpTestServer server = QmpTestServer.Start(dump).On("quit", _ => null);
        await using ComparedServer tested = await ComparedServer.NegotiateAsync(new WireClient(server.Connect()));
        await using ComparedServer original = await ComparedServer.NegotiateAsync(
            await WireClient.ConnectAsync(qemu.Endpoint)
        );

        ServerComparison comparison = new();
        int skippedCount = 0;
        foreach (TestInput[] batch in TestInput.CreateAll(schema).Chunk(BatchSize))
        {
            List<Rejection[]> responses = await tested.GetResponsesAsync(batch);
            (TestInput TestInput, Rejection[] Responses)[] run =
            [
                .. batch.Zip(responses).Where(item => !SkippedInputs.Contains(item.First, item.Second)),
            ];
            skippedCount += batch.Length - run.Length;
            List<Rejection[]> expected = await original.GetResponsesAsync([.. run.Select(item => item.TestInput)]);
            foreach (((TestInput input, Rejection[] serverResponses), Rejection[] qemuResponses) in run.Zip(expected))
            {
                comparison.Add(input, qemuResponses, serverResponses);
            }
        }

        output.WriteLine(
            $"{comparison}{comparison.StateErrorCount} errors of state with the words of a rejection; "
                + $"{skippedCount} inputs skipped."
        );
        Assert.Empty(comparison.Differences);
        Assert.All(
            Enum.GetValues<RejectionKind>(),
            kind => Assert.True(comparison.GetAgreement(kind) >= 0.99, $"{kind}:\n{comparison}")
        );
    }
}
