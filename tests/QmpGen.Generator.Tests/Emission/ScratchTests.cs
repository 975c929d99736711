using Xunit;
namespace QmpGen.Generator.Tests;
public sealed class ScratchTests
{
    [Theory]
    [InlineData("one")]
    [InlineData("four")]
    public void Scratch(string kind)
    {
        string[] labels = ["5.2.0", "7.2.22 (Debian 1:7.2)", "10.0.13", "11.1.3"];
        InMemorySchema[] items = kind == "one" ? MergedDumps.CreateItems(["qemu-11.1.json"], ("QemuVersion", "11.1.3"))
            : [.. MergedDumps.Four.Zip(labels, (n, l) => new InMemorySchema(n, Dumps.Read(n), ("Namespace", "Qemu"), ("QemuVersion", l)))];
        GenerationResult result = Generation.Run(items);
        System.IO.Directory.CreateDirectory("/tmp/emission/" + kind);
        foreach (var tree in result.Trees) { System.IO.File.WriteAllText("/tmp/emission/" + kind + "/" + System.IO.Path.GetFileName(tree.FilePath), tree.ToString()); }
        Assert.Equal([], result.Complaints);
    }
}
