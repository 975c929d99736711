using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;
using QmpGen.Tool.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Tool.Tests;

/// <summary>What keeps its name: across builds, across releases, and when a dump grows.</summary>
public class StabilityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("schema/qemu-7.2.json", "schema/qemu-storage-daemon-7.2.json")]
    [InlineData("schema/qemu-11.1.json", "Data/qemu-11.1.3-storage-daemon.json")]
    [InlineData("schema/qemu-7.2.json", "Data/qemu-7.2.22-s390x.json")]
    [InlineData("schema/qemu-10.0.json", "Data/qemu-10.0.13-riscv64.json")]
    public void Builds_of_one_release_have_the_same_names_for_the_same_types(string one, string other)
    {
        IReadOnlyCollection<string> differing = Differing(one, other, out int common);

        Assert.Empty(differing);
        Assert.InRange(common, 300, int.MaxValue);
    }

    /// <summary>Those that differ are what QEMU itself renamed, or put another type in the place of.</summary>
    [Theory]
    [InlineData("schema/qemu-5.2.json", "schema/qemu-7.2.json", 5)]
    [InlineData("schema/qemu-7.2.json", "schema/qemu-10.0.json", 9)]
    [InlineData("schema/qemu-10.0.json", "schema/qemu-11.1.json", 8)]
    [InlineData("schema/qemu-5.2.json", "schema/qemu-11.1.json", 20)]
    public void Releases_have_the_same_names_but_for_those_that_QEMU_changed(string one, string other, int changed)
    {
        IReadOnlyCollection<string> differing = Differing(one, other, out int common);

        output.WriteLine(
            $"{one} and {other}: {common} types in the same place, {differing.Count} named differently: {string.Join(", ", differing)}"
        );
        Assert.InRange(differing.Count, 0, changed);
    }

    /// <summary>A path name is excepted: a new command may lead to its type by a shorter path.</summary>
    [Theory]
    [InlineData("schema/qemu-5.2.json", null)]
    [InlineData("schema/qemu-7.2.json", null)]
    [InlineData("schema/qemu-7.2.json", "7.2.22")]
    [InlineData("schema/qemu-10.0.json", "10.0.13")]
    [InlineData("schema/qemu-11.1.json", null)]
    [InlineData("schema/qga-7.2.json", null)]
    public void A_dump_that_grows_and_is_shuffled_and_numbered_anew_keeps_every_name(string file, string? without)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            GrowingDump grown = GrowingDump.Grow(File.ReadAllText(Releases.InOutput(file)), new Random(seed));
            IReadOnlyDictionary<string, NamedType> before = Names.Of(Names.Read(file), without);
            IReadOnlyDictionary<string, NamedType> after = Names.Of(Names.Parse(grown.Text), without);

            Assert.All(
                before.Values.Where(type => type.QemuName is not null && type.CSharp.Count > 0),
                type => AssertSame(type, after[grown.NewName(type.Id)])
            );
        }

        // A part of another type may now be a type by itself too.
        static void AssertSame(NamedType before, NamedType after)
        {
            Assert.Equal(before.QemuName, after.QemuName);
            Assert.Empty(before.CSharp.Except(after.CSharp));
        }
    }

    private static IReadOnlyCollection<string> Differing(string one, string other, out int common)
    {
        QmpSchema first = Names.Read(one);
        QmpSchema second = Names.Read(other);
        IReadOnlyDictionary<string, NamedType> ones = Names.Of(first);
        IReadOnlyDictionary<string, NamedType> others = Names.Of(second);
        (string One, string Other)[] pairs =
        [
            .. Names
                .InTheSamePlace(first, second)
                .Select(pair => (NameOf(ones[pair.One]), NameOf(others[pair.Other])))
                .Where(pair => pair.Item1.Length > 0 && pair.Item2.Length > 0)
                .Distinct(),
        ];
        common = pairs.Length;
        return
        [
            .. pairs
                .Where(pair => pair.One != pair.Other)
                .Select(pair => $"{pair.One} → {pair.Other}")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What a type is called, or would be if it were one by itself; nothing where it could not be one: the
    /// arguments of one command, the empty object.</summary>
    private static string NameOf(NamedType type) =>
        type.QemuName switch
        {
            "q_empty" => "",
            { } name => CSharpName.FromQemuType(name) ?? "",
            null => string.Join(", ", type.CSharp.Where(name => !name.EndsWith("Command", StringComparison.Ordinal))),
        };
}
