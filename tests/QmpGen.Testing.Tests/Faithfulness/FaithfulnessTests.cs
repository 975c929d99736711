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

    [QemuFact("5.2", "7.2", "10.0", "11.1")]
    public async Task TestServer_ComparedWithQemu_Agrees()
    {
        try
        {
            await AssertAgreementWithQemuAsync();
        }
        catch (EndOfStreamException e)
        {
            // QEMU 7.2 rarely crashes without regard to the input. An input that crashes QEMU does so again.
            output.WriteLine(e.Message);
            await AssertAgreementWithQemuAsync();
        }
    }

    [StorageDaemonFact("7.2")]
    public async Task TestServer_ComparedWithStorageDaemon72_AgreesOnEveryInput()
    {
        await using RealQemu daemon = await RealQemu.StartStorageDaemonAsync();
        await AssertAgreementAsync(daemon, SchemaDumps.StorageDaemon72, new(7, 2, 22, ""), (_, _) => false);
    }

    [QemuFact]
    public async Task MalformedRequests_ComparedWithQemu_GetSameDescriptions()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72, new() { Version = RealVersion });
        await using ComparedServer tested = await ComparedServer.NegotiateAsync(new WireClient(server.Connect()));
        await using ComparedServer original = await ComparedServer.NegotiateAsync(
            await WireClient.ConnectAsync(qemu.Endpoint)
        );
        foreach (TestInput[] batch in MalformedRequests.All.Select(bytes => new TestInput("", bytes)).Chunk(BatchSize))
        {
            List<Rejection[]> responses = await tested.GetResponsesAsync(batch);
            List<Rejection[]> expected = await original.GetResponsesAsync(batch);
            Assert.All(
                batch.Zip(expected, responses),
                item => Assert.Equal(Print(item.First, item.Second), Print(item.First, item.Third))
            );
        }

        static string Print(TestInput input, Rejection[] responses) =>
            string.Join(
                '\n',
                responses
                    .Where(response => response.Kind == RejectionKind.Malformed)
                    .Select(response => response.Description)
                    .Prepend(input.Bytes)
            );
    }

    private static QmpVersion RealVersion
    {
        get
        {
            int[] numbers = [.. RealQemu.Version.Value!.Split('.').Select(number => int.Parse(number, null))];
            return new(numbers[0], numbers[1], numbers[2], "");
        }
    }

    // The catalogue ends at 10.2, and 11.1 has other integer widths for cxl-inject-*.
    private static bool IsNotComparable(TestInput input, Rejection[] responses) =>
        responses.Any(response => response.Kind == RejectionKind.None)
        || (
            input.Command.StartsWith("cxl-inject-", StringComparison.Ordinal)
            && responses.Any(response => response.Kind == RejectionKind.Range)
        );

    private async Task AssertAgreementAsync(
        RealQemu qemu,
        string dump,
        QmpVersion version,
        Func<TestInput, Rejection[], bool> isSkipped
    )
    {
        QmpSchema schema = SchemaReader.Read(new SourceFile("dump", dump), CancellationToken.None).Value!;
        await using QmpTestServer server = QmpTestServer.Start(dump, new() { Version = version }).On("quit", _ => null);
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
                .. batch
                    .Zip(responses)
                    .Where(item =>
                        !SkippedInputs.Contains(item.First, item.Second) && !isSkipped(item.First, item.Second)
                    ),
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
        Assert.Equal("", string.Join('\n', comparison.Differences.Take(20)));
        Assert.All(
            Enum.GetValues<RejectionKind>().Where(kind => kind != RejectionKind.None),
            kind => Assert.True(comparison.GetAgreement(kind) >= 0.99, $"{kind}:\n{comparison}")
        );
    }

    private async Task AssertAgreementWithQemuAsync()
    {
        QmpVersion version = RealVersion;
        string dump = SchemaDumps.ReadQemu($"{version.Major}.{version.Minor}");
        await using RealQemu qemu = await RealQemu.StartAsync("-sandbox", Sandbox);

        // SkippedInputs lists the requests that crash 7.2. In other releases, only the rejected requests are known to
        // be harmless.
        await AssertAgreementAsync(
            qemu,
            dump,
            version,
            version is { Major: 7, Minor: 2 } ? (_, _) => false : IsNotComparable
        );
    }
}
