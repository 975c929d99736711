using Qemu;
using QmpGen.Testing;
using Xunit;

namespace QmpGen.MergedBindings.Tests;

/// <summary>Calls with arguments that an older release describes in another way.</summary>
public sealed class MergedArgumentTests
{
    /// <summary>Its schema has any properties of objects, because the command had no union.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    public async Task ObjectAdd_OfARelease52_IsSent(string package)
    {
        await using QmpTestServer server = QmpTestServer.Start(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "qemu-5.2.json")),
            new QmpTestServerOptions { Version = new QmpVersion(5, 2, 0, package) }
        );
        server.On("object-add", _ => null);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);

#pragma warning disable QMPGEN101 // The schema of the release does not list the members, but it accepts them.
        await vm.ObjectAddAsync(new ObjectOptions.MemoryBackendRam { Id = "mem0", Size = 4096 });
#pragma warning restore QMPGEN101

        Assert.Contains(server.Calls, call => call.Command == "object-add");
    }
}
