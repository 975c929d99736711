using System.Text.Json.Nodes;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;
using QmpGen.Tool.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Tool.Tests;

/// <summary>The names that the walk finds, held against the true ones.</summary>
public class ScoreTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("7.2")]
    [InlineData("10.0")]
    public void Every_type_of_a_release_that_the_catalogue_has_gets_exactly_QEMUs_name(string release)
    {
        Score score = Measure(release, without: false);

        Assert.Empty(score.Unnamed);
        Assert.Empty(score.Wrong);
        Assert.InRange(score.Right, 600, int.MaxValue);
    }

    /// <summary>The wrong ones are those that QEMU renamed without changing their shape, which no dump shows.</summary>
    [Theory]
    [InlineData("7.2", 0.985, 5)]
    [InlineData("10.0", 0.995, 3)]
    public void Nearly_every_type_of_a_release_that_the_catalogue_lacks_gets_QEMUs_name_and_few_a_wrong_one(
        string release,
        double right,
        int wrong
    )
    {
        Score score = Measure(release, without: true);

        Assert.InRange(score.Share, right, 1);
        Assert.InRange(score.Wrong.Count, 0, wrong);
    }

    private Score Measure(string release, bool without)
    {
        string full = release == "7.2" ? "7.2.22" : "10.0.13";
        JsonNode truth = JsonNode.Parse(File.ReadAllText(Releases.InOutput($"Data/names-{full}-system.json")))!;
        QmpSchema dump = Names.Read($"schema/qemu-{release}.json");
        Score score = new();
        foreach (NamedType type in Names.Of(dump, without ? full : null).Values)
        {
            score.Add((string)truth[type.Id]!, type.QemuName);
        }

        output.WriteLine($"{full}{(without ? ", left out of the catalogue" : "")}: {score}");
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
                Wrong.Add($"{name} for {truth}");
            }
        }

        public override string ToString() =>
            $"{Right} right ({Share:P2}), wrong: [{string.Join("; ", Wrong)}], left to a path: [{string.Join("; ", Unnamed)}]";
    }
}
