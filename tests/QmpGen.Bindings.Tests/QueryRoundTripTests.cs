using System.Reflection;
using System.Text.Json;
using System.Threading.Channels;
using Qemu72;
using QmpGen.CodeGeneration;
using QmpGen.Tests;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Bindings.Tests;

/// <summary>Reads the reply to every query without arguments, writes it again and compares.</summary>
public sealed class QueryRoundTripTests(ITestOutputHelper output)
{
    [QemuFact("7.2")]
    public Task Queries_WithoutMachine_RoundTrip() => RoundTripAllAsync("-M", "none");

    [QemuFact("7.2")]
    public Task Queries_WithMachine_RoundTrip() =>
        RoundTripAllAsync(
            "-M",
            "pc",
            "-m",
            "64",
            "-smp",
            "2",
            "-netdev",
            "user,id=net0",
            "-device",
            "virtio-net-pci,netdev=net0,romfile=",
            "-blockdev",
            "null-co,node-name=disk0,read-zeroes=on",
            "-device",
            "virtio-blk-pci,drive=disk0,id=blk0",
            "-device",
            "virtio-balloon-pci",
            "-object",
            "memory-backend-ram,id=mem1,size=16M",
            "-chardev",
            "null,id=c0",
            "-vnc",
            "none"
        );

    private async Task RoundTripAllAsync(params string[] machine)
    {
        await using RealQemu qemu = await RealQemu.StartAsync(machine);
        Channel<QmpWireMessage> tap = Channel.CreateUnbounded<QmpWireMessage>();
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(
            qemu.Endpoint,
            new QmpClientOptions { WireTap = new ChannelWireTap(tap.Writer) }
        );
        await NextReplyAsync(tap);
        int succeeded = 0;
        int failed = 0;
        foreach (MethodInfo query in Queries())
        {
            try
            {
                await RoundTripAsync(vm, tap, query);
                succeeded++;
            }
            catch (QmpCommandException e)
            {
                JsonElement error = (await NextReplyAsync(tap)).GetProperty("error");
                Assert.Equal(error.GetProperty("class").GetString(), e.ErrorClass);
                Assert.Equal(error.GetProperty("desc").GetString(), e.Description);
                failed++;
                output.WriteLine(e.Message);
            }
        }

        output.WriteLine($"{succeeded} queries succeeded, {failed} failed.");
        Assert.True(succeeded > 35, $"Only {succeeded} queries succeeded.");
    }

    private static IEnumerable<MethodInfo> Queries() =>
        typeof(Qemu72Client)
            .GetMethods()
            .Where(method =>
                method.Name.StartsWith("Query", StringComparison.Ordinal)
                && method.GetParameters() is [{ ParameterType: var only }]
                && only == typeof(CancellationToken)
            )
            .OrderBy(method => method.Name, StringComparer.Ordinal);

    private static async Task<JsonElement> NextReplyAsync(Channel<QmpWireMessage> tap)
    {
        while (true)
        {
            QmpWireMessage message = await tap.Reader.ReadAsync().AsTask().WaitAsync(ScriptedPeer.WaitTimeout);
            JsonElement json = JsonElement.Parse(message.Bytes.Span);
            if (
                message.Direction == QmpWireDirection.Received
                && (json.TryGetProperty("return", out _) || json.TryGetProperty("error", out _))
            )
            {
                return json;
            }
        }
    }

    private static async Task RoundTripAsync(Qemu72Client vm, Channel<QmpWireMessage> tap, MethodInfo query)
    {
        Task task = (Task)query.Invoke(vm, [CancellationToken.None])!;
        await task;
        object result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        Type command = typeof(Qemu72Client).Assembly.GetType(
            $"Qemu72.{query.Name[..^"Async".Length]}Command",
            throwOnError: true
        )!;
        MethodInfo write = command
            .GetInterfaces()
            .Single(type => type.Name.StartsWith("IQmpResultWriter", StringComparison.Ordinal))
            .GetMethods()
            .Single();
        byte[] written = QmpWriter.ToUtf8(writer => write.Invoke(Activator.CreateInstance(command), [writer, result]));
        JsonElement raw = (await NextReplyAsync(tap)).GetProperty("return");
        Assert.True(
            JsonElement.DeepEquals(raw, JsonElement.Parse(written)),
            $"{query.Name}: received\n{raw.GetRawText()}\nbut wrote\n{System.Text.Encoding.UTF8.GetString(written)}"
        );
    }
}
