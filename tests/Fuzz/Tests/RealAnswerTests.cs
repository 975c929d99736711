using System.Text;
using Qemu72;
using QmpGen.Fuzz.Running;
using QmpGen.Fuzz.Targets;
using QmpGen.Fuzz.Targets.Readers;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>The readers once more, with what a running QEMU answers in the place of values that are made from the
/// schema.</summary>
public sealed class RealAnswerTests
{
    private const int Count = 10_000;

    // Answers of more bytes would be mutated in vain: what is tried is readers, of which one object has all there are.
    private const int LongestAnswer = 20_000;

    [QemuFact("7.2")]
    public async Task A_mutated_answer_of_a_QEMU_is_read_or_refused()
    {
        ReadersTarget readers = (ReadersTarget)AllTargets.Find("readers")!;
        byte[][] answers = [.. await AnswersAsync(readers)];
        Assert.True(answers.Length > 30, $"Only {answers.Length} queries were answered.");
        Assert.All(answers, answer => Assert.Equal(Outcome.Read, readers.Run(answer)));

        Worker worker = new(new Reseeded(readers, answers), seed: 1, last: null);
        worker.Start(Count);

        Assert.True(worker.Join(TimeSpan.FromMinutes(5)), "It hangs.");
        Assert.Null(worker.Failure);
        Assert.True(
            worker.Read > Count / 100 && worker.Refused > Count / 100,
            $"{worker.Read} read, {worker.Refused} refused."
        );
    }

    private static async Task<List<byte[]>> AnswersAsync(ReadersTarget readers)
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
        List<byte[]> answers = [];
        foreach (
            string header in readers.Readers.Where(name =>
                name.StartsWith("Qemu72 answer query-", StringComparison.Ordinal)
            )
        )
        {
            try
            {
                byte[] answer = Encoding.UTF8.GetBytes((await vm.ExecuteRawAsync(header.Split(' ')[2])).GetRawText());
                if (answer.Length < LongestAnswer)
                {
                    answers.Add(FuzzInput.Of(header, answer));
                }
            }
            catch (QmpCommandException)
            {
                // It wants arguments, or a machine of another kind.
            }
        }

        return answers;
    }

    /// <summary>A target with other seeds.</summary>
    private sealed class Reseeded(IFuzzTarget target, IReadOnlyList<byte[]> seeds) : IFuzzTarget
    {
        public string Name => target.Name;

        public string Summary => target.Summary;

        public IReadOnlyList<byte[]> Seeds => seeds;

        public string NextHeader(string header, Random random) => target.NextHeader(header, random);

        public Outcome Run(byte[] input) => target.Run(input);
    }
}
