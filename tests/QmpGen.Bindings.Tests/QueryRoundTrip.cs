using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using QmpGen.CodeGeneration;
using QmpGen.Tests;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Bindings.Tests;

/// <summary>Reads the reply to every query without arguments, writes it again and compares.</summary>
internal sealed class QueryRoundTrip(QmpClient vm, Channel<QmpWireMessage> tap, ITestOutputHelper output)
{
    /// <summary>The arguments of QEMU for a machine with devices.</summary>
    public static string[] Machine { get; } =
    [
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
        "none",
    ];

    /// <summary>Executes the queries of a client.</summary>
    /// <param name="connectReplies">The number of replies that the client has received to connect.</param>
    public async Task RunAsync(int connectReplies = 1)
    {
        for (int i = 0; i < connectReplies; i++)
        {
            await NextReplyAsync();
        }

        int succeeded = 0;
        int failed = 0;
        foreach (MethodInfo query in Queries())
        {
            try
            {
                await RoundTripAsync(query);
                succeeded++;
            }
            catch (QmpCommandException e)
            {
                JsonElement error = (await NextReplyAsync()).GetProperty("error");
                Assert.Equal(error.GetProperty("class").GetString(), e.ErrorClass);
                Assert.Equal(error.GetProperty("desc").GetString(), e.Description);
                failed++;
                output.WriteLine(e.Message);
            }
            catch (QmpNotSupportedException e)
            {
                await AssertNotFoundAsync(query);
                failed++;
                output.WriteLine(e.Message);
            }
        }

        output.WriteLine($"{succeeded} queries succeeded, {failed} failed.");
        Assert.True(succeeded > 35, $"Only {succeeded} queries succeeded.");
    }

    private IEnumerable<MethodInfo> Queries() =>
        vm.GetType()
            .GetMethods()
            .Where(method =>
                method.Name.StartsWith("Query", StringComparison.Ordinal)
                && method.GetParameters() is [{ ParameterType: var only }]
                && only == typeof(CancellationToken)
            )
            .OrderBy(method => method.Name, StringComparer.Ordinal);

    private async Task<JsonElement> NextReplyAsync()
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

    /// <summary>Asserts that QEMU does not have a command that was not sent for this reason.</summary>
    private async Task AssertNotFoundAsync(MethodInfo query)
    {
        IQmpCommand command = (IQmpCommand)Activator.CreateInstance(FindCommand(query))!;
        QmpCommandException error = await Assert.ThrowsAsync<QmpCommandException>(() =>
            vm.ExecuteRawAsync(command.WireName)
        );
        Assert.Equal("CommandNotFound", error.ErrorClass);
        await NextReplyAsync();
    }

    private Type FindCommand(MethodInfo query) =>
        vm.GetType()
            .Assembly.GetType($"{vm.GetType().Namespace}.{query.Name[..^"Async".Length]}Command", throwOnError: true)!;

    private async Task RoundTripAsync(MethodInfo query)
    {
        Task task = (Task)query.Invoke(vm, [CancellationToken.None])!;
        await task;
        object result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        Type command = FindCommand(query);
        MethodInfo write = command
            .GetInterfaces()
            .Single(type => type.Name.StartsWith("IQmpResultWriter", StringComparison.Ordinal))
            .GetMethods()
            .Single();
        byte[] written = QmpWriter.ToUtf8(writer => write.Invoke(Activator.CreateInstance(command), [writer, result]));
        JsonElement raw = (await NextReplyAsync()).GetProperty("return");
        Assert.True(
            JsonElement.DeepEquals(raw, JsonElement.Parse(written)),
            $"{query.Name}: received\n{raw.GetRawText()}\nbut wrote\n{Encoding.UTF8.GetString(written)}"
        );
    }
}
