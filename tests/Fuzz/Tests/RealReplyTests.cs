using System.Text;
using Qemu72;
using QmpGen.Fuzz.Engine;
using QmpGen.Fuzz.Targets;
using QmpGen.Fuzz.Targets.Readers;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>The readers with replies of a running QEMU instead of generated values.</summary>
public sealed class RealReplyTests
{
    private const int Count = 10_000;

    // Longer replies only repeat the same objects.
    private const int MaxReplyLength = 20_000;

    [QemuFact("7.2")]
    public async Task MutatedReply_OfQemu_IsAcceptedOrRejected()
    {
        ReadersTarget readers = (ReadersTarget)FuzzTargets.Get("readers");
        byte[][] replies = [.. await GetRepliesAsync(readers)];
        Assert.True(replies.Length > 30, $"Only {replies.Length} queries have a reply.");
        Assert.All(replies, reply => Assert.Equal(FuzzOutcome.Accepted, readers.Run(reply)));

        FuzzWorker worker = new(new TargetWithSeeds(readers, replies), seed: 1, file: null);
        worker.Start(Count);

        Assert.True(worker.Join(TimeSpan.FromMinutes(5)), "The worker hangs.");
        Assert.Null(worker.Failure);
        Assert.True(
            worker.AcceptedCount > Count / 100 && worker.RejectedCount > Count / 100,
            $"{worker.AcceptedCount} accepted, {worker.RejectedCount} rejected."
        );
    }

    private static async Task<List<byte[]>> GetRepliesAsync(ReadersTarget readers)
    {
        await using RealQemu qemu = await RealQemu.StartAsync(
            "-M",
            "pc",
            "-m",
            "64",
            "-netdev",
            "user,id=net0",
            "-device",
            "virtio-net-pci,netdev=net0,romfile=",
            "-blockdev",
            "null-co,node-name=disk0,read-zeroes=on",
            "-device",
            "virtio-blk-pci,drive=disk0,id=blk0"
        );
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);
        List<byte[]> replies = [];
        foreach (
            string header in readers.Readers.Where(name =>
                name.StartsWith("Qemu72 reply query-", StringComparison.Ordinal)
            )
        )
        {
            try
            {
                byte[] reply = Encoding.UTF8.GetBytes((await vm.ExecuteRawAsync(header.Split(' ')[2])).ToString());
                if (reply.Length < MaxReplyLength)
                {
                    replies.Add(FuzzInput.Create(header, reply));
                }
            }
            catch (QmpCommandException)
            {
                // The command requires arguments or another machine type.
            }
        }

        return replies;
    }

    /// <summary>A target with other seeds.</summary>
    private sealed class TargetWithSeeds(IFuzzTarget target, IReadOnlyList<byte[]> seeds) : IFuzzTarget
    {
        public string Name => target.Name;

        public IReadOnlyList<byte[]> Seeds => seeds;

        public string CreateHeader(string header, Random random) => target.CreateHeader(header, random);

        public FuzzOutcome Run(byte[] input) => target.Run(input);
    }
}
