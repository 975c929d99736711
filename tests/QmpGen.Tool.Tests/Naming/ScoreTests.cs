using System.Text.Json.Nodes;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;
using QmpGen.Tool.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Tool.Tests.Naming;

/// <summary>Compares the names from the catalogue with the names in QEMU's source.</summary>
public class ScoreTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("7.2")]
    [InlineData("10.0")]
    public void Types_OfKnownRelease_HaveAllQemuNames(string release)
    {
        Score score = Measure(release, isKnown: true);

        Assert.Empty(score.Unnamed);
        Assert.Empty(score.Wrong);
        Assert.InRange(score.Right, 600, int.MaxValue);
    }

    /// <summary>Wrong names are those of types that QEMU renamed without other changes.</summary>
    [Theory]
    [InlineData("7.2", 0.985, 5)]
    [InlineData("10.0", 0.995, 3)]
    public void Types_OfUnknownRelease_HaveNearlyAllQemuNames(string release, double right, int wrong)
    {
        Score score = Measure(release, isKnown: false);

        Assert.InRange(score.Share, right, 1);
        Assert.InRange(score.Wrong.Count, 0, wrong);
    }

    private Score Measure(string release, bool isKnown)
    {
        string full = release == "7.2" ? "7.2.22" : "10.0.13";
        JsonNode truth = JsonNode.Parse(TestFile.Read($"Data/names-{full}-system.json"))!;
        QmpSchema dump = DumpNames.Read($"schema/qemu-{release}.json");
        Score score = new();
        foreach (NamedType type in DumpNames.Map(dump, isKnown ? null : full).Values)
        {
            score.Add((string)truth[type.Id]!, type.QemuName);
        }

        output.WriteLine($"{full}{(isKnown ? "" : " (not in the catalogue)")}: {score}");
        return score;
    }

    private sealed class Score
    {
        public int Right { get; private set; }

        public List<string> Wrong { get; } = [];

        public List<string> Unnamed { get; } = [];

        public double Share => (double)Right / (Right + Wrong.Count + Unnamed.Count);

        public void Add(string truth, string? name)
        {
            if (name == truth)
            {
                Right++;
            }
            else if (name is null)
            {
                Unnamed.Add(truth);
            }
            else
            {
                Wrong.Add($"{name} instead of {truth}");
            }
        }

        public override string ToString() =>
            $"{Right} right ({Share:P2}), wrong: [{string.Join("; ", Wrong)}], path names: [{string.Join("; ", Unnamed)}]";
    }
}
