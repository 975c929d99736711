using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;
using QmpGen.Tool.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Tool.Tests.Naming;

/// <summary>Checks that types keep their names across builds, releases and additions.</summary>
public class StabilityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("schema/qemu-7.2.json", "schema/qemu-storage-daemon-7.2.json")]
    [InlineData("schema/qemu-11.1.json", "Data/qemu-11.1.3-storage-daemon.json")]
    [InlineData("schema/qemu-7.2.json", "Data/qemu-7.2.22-s390x.json")]
    [InlineData("schema/qemu-10.0.json", "Data/qemu-10.0.13-riscv64.json")]
    public void Types_InTwoBuildsOfRelease_HaveSameNames(string one, string other)
    {
        IReadOnlyCollection<string> differences = FindDifferences(one, other, out int common);

        Assert.Empty(differences);
        Assert.InRange(common, 300, int.MaxValue);
    }

    /// <summary>The differences are types that QEMU renamed or replaced.</summary>
    [Theory]
    [InlineData("schema/qemu-5.2.json", "schema/qemu-7.2.json", 5)]
    [InlineData("schema/qemu-7.2.json", "schema/qemu-10.0.json", 9)]
    [InlineData("schema/qemu-10.0.json", "schema/qemu-11.1.json", 8)]
    [InlineData("schema/qemu-5.2.json", "schema/qemu-11.1.json", 20)]
    public void Types_InTwoReleases_HaveSameNamesUnlessChanged(string one, string other, int changed)
    {
        IReadOnlyCollection<string> differences = FindDifferences(one, other, out int common);

        output.WriteLine(
            $"{one} and {other}: {common} types in the same place, {differences.Count} named differently: {string.Join(", ", differences)}"
        );
        Assert.InRange(differences.Count, 0, changed);
    }

    /// <summary>Path names can change, because a new command can have a shorter path to the type.</summary>
    [Theory]
    [InlineData("schema/qemu-5.2.json", null)]
    [InlineData("schema/qemu-7.2.json", null)]
    [InlineData("schema/qemu-7.2.json", "7.2.22")]
    [InlineData("schema/qemu-10.0.json", "10.0.13")]
    [InlineData("schema/qemu-11.1.json", null)]
    [InlineData("schema/qga-7.2.json", null)]
    public void Types_InGrownDump_KeepTheirNames(string file, string? without)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            GrownDump grown = GrownDump.Create(TestFile.Read(file), new Random(seed));
            IReadOnlyDictionary<string, NamedType> before = DumpNames.Map(DumpNames.Read(file), without);
            IReadOnlyDictionary<string, NamedType> after = DumpNames.Map(DumpNames.Parse(grown.Text), without);

            Assert.All(
                before.Values.Where(type => type.QemuName is not null && type.CSharpNames.Count > 0),
                type => AssertSame(type, after[grown.GetNewName(type.Id)])
            );
        }

        // A branch of a union can become a separate type too.
        static void AssertSame(NamedType before, NamedType after)
        {
            Assert.Equal(before.QemuName, after.QemuName);
            Assert.Empty(before.CSharpNames.Except(after.CSharpNames));
        }
    }

    private static IReadOnlyCollection<string> FindDifferences(string one, string other, out int common)
    {
        QmpSchema first = DumpNames.Read(one);
        QmpSchema second = DumpNames.Read(other);
        IReadOnlyDictionary<string, NamedType> ones = DumpNames.Map(first);
        IReadOnlyDictionary<string, NamedType> others = DumpNames.Map(second);
        (string One, string Other)[] pairs =
        [
            .. DumpNames
                .FindCommonPlaces(first, second)
                .Select(pair => (GetTypeName(ones[pair.One]), GetTypeName(others[pair.Other])))
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

    /// <summary>Gets the C# name of a separate type, or "" for arguments and the empty object.</summary>
    private static string GetTypeName(NamedType type) =>
        type.QemuName switch
        {
            "q_empty" => "",
            { } name => CSharpName.FromQemuType(name) ?? "",
            null => string.Join(
                ", ",
                type.CSharpNames.Where(name => !name.EndsWith("Command", StringComparison.Ordinal))
            ),
        };
}
