using System.Security.Cryptography;

namespace QmpGen.Operations.Tests;

public sealed class FilesAgainstGuestAgentTests
{
    [GuestAgentFact]
    public async Task File_Of100MiB_IsTheSameThereAndBack()
    {
        const int Size = 100 * 1024 * 1024;
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        string path = Path.Combine(agent.Directory, "large");
        byte[] content = RandomNumberGenerator.GetBytes(Size);
        ProgressRecorder<long> written = new();

        using MemoryStream source = new(content);
        long sent = await client.CopyToGuestAsync(source, path, progress: written);
        using MemoryStream destination = new(Size);
        long received = await client.CopyFromGuestAsync(path, destination);

        Assert.Equal((Size, Size), (sent, received));
        Assert.True(destination.GetBuffer().AsSpan(0, Size).SequenceEqual(content));
        Assert.True((await File.ReadAllBytesAsync(path)).AsSpan().SequenceEqual(content));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => i * 1024L * 1024), written.Reports);
    }

    [GuestAgentFact]
    public async Task File_WithLargestChunks_IsTheSameThereAndBack()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        GuestFileOptions options = new() { ChunkBytes = 48 * 1024 * 1024 };
        byte[] content = RandomNumberGenerator.GetBytes(options.ChunkBytes + 1);
        string path = Path.Combine(agent.Directory, "file");

        await client.WriteFileAsync(path, content, options);
        byte[] read = await client.ReadFileAsync(path, options);

        Assert.True(read.AsSpan().SequenceEqual(content));
    }

    [GuestAgentFact]
    public async Task File_ThatIsReplaced_HasOnlyTheNewContent()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        string path = Path.Combine(agent.Directory, "file");

        await client.WriteFileAsync(path, "longer"u8.ToArray());
        await client.WriteFileAsync(path, "new"u8.ToArray());

        Assert.Equal("new"u8.ToArray(), await client.ReadFileAsync(path));
        await client.WriteFileAsync(path, default);
        Assert.Empty(await client.ReadFileAsync(path));
    }

    [GuestAgentFact]
    public async Task Write_ToFullDisk_Throws()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);

        // The agent buffers a small file, so only the close reports the error.
        QmpCommandException small = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.WriteFileAsync("/dev/full", new byte[10])
        );
        QmpCommandException large = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.WriteFileAsync("/dev/full", new byte[100_000])
        );

        Assert.Equal(("guest-file-close", "guest-file-write"), (small.Command, large.Command));
        Assert.Contains("No space left on device", small.Message, StringComparison.Ordinal);
    }

    [GuestAgentFact]
    public async Task Read_OfMissingFile_ThrowsTheErrorOfTheAgent()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => client.ReadFileAsync("/no/such"));

        Assert.Contains("No such file or directory", e.Message, StringComparison.Ordinal);
    }

    [GuestAgentFact]
    public async Task Read_OfEndlessFile_StopsAtTheLimit()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        GuestFileOptions options = new() { ChunkBytes = 4096, MaxBytes = 10_000 };

        IOException e = await Assert.ThrowsAsync<IOException>(() => client.ReadFileAsync("/dev/zero", options));

        Assert.Contains("more than 10000 bytes", e.Message, StringComparison.Ordinal);
    }
}
