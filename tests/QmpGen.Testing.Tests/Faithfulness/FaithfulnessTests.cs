using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;
using Xunit.Abstractions;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>The server beside a real QEMU: what one takes the other takes, and what one refuses the other refuses for
/// the same kind of reason.</summary>
public sealed class FaithfulnessTests(ITestOutputHelper output)
{
    private const int Batch = 100;

    // What a QEMU is told here may not start another program, nor leave its directory with more rights than it has.
    private const string Sandbox = "on,spawn=deny,elevateprivileges=deny,resourcecontrol=deny";

    [QemuFact("7.2")]
    public async Task What_QEMU_refuses_the_server_refuses_for_the_same_kind_of_reason()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-sandbox", Sandbox);
        await AssertAlikeAsync(qemu, Dump.Qemu72);
    }

    [StorageDaemonFact("7.2")]
    public async Task What_a_storage_daemon_refuses_the_server_refuses_for_the_same_kind_of_reason()
    {
        await using RealQemu daemon = await RealQemu.StartStorageDaemonAsync();
        await AssertAlikeAsync(daemon, Dump.StorageDaemon72);
    }

    private async Task AssertAlikeAsync(RealQemu qemu, string dump)
    {
        QmpSchema schema = SchemaReader.Read(new SourceFile("dump", dump), CancellationToken.None).Value!;
        await using QmpTestServer server = QmpTestServer.Start(dump).On("quit", _ => null);
        await using Witness copy = await Witness.BeginAsync(new WireClient(server.Connect()));
        await using Witness original = await Witness.BeginAsync(await WireClient.ConnectAsync(qemu.Endpoint));

        Comparison comparison = new();
        int notRun = 0;
        foreach (Conversation[] batch in Conversation.All(schema).Chunk(Batch))
        {
            List<Refusal[]> said = await copy.HearAsync(batch);
            (Conversation Conversation, Refusal[] Said)[] run =
            [
                .. batch.Zip(said).Where(item => !NotRun.Contains(item.First, item.Second)),
            ];
            notRun += batch.Length - run.Length;
            List<Refusal[]> truth = await original.HearAsync([.. run.Select(item => item.Conversation)]);
            foreach (((Conversation conversation, Refusal[] mine), Refusal[] qemus) in run.Zip(truth))
            {
                comparison.Add(conversation, qemus, mine);
            }
        }

        output.WriteLine(
            $"{comparison}{comparison.StateErrorCount} errors of state that sound like refusals; {notRun} conversations not run."
        );
        Assert.Empty(comparison.Differences);
        Assert.All(
            Enum.GetValues<RefusalKind>(),
            kind => Assert.True(comparison.AgreementOf(kind) >= 0.99, $"{kind}:\n{comparison}")
        );
    }
}
