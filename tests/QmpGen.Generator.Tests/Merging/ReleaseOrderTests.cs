using QmpGen.Generator.Merging;
using Xunit;

namespace QmpGen.Generator.Tests.Merging;

public sealed class ReleaseOrderTests
{
    [Theory]
    [InlineData("9.0", "10.0")]
    [InlineData("10.0.2", "10.0.13")]
    [InlineData("10.0", "10.0.1")]
    [InlineData("qemu-7.2", "11.1.3")]
    [InlineData("qemu-x86_64-7.2", "qemu-x86_64-11.1")]
    [InlineData("i386-10.0", "11.1")]
    [InlineData("trunk", "2.5")]
    [InlineData("7.2.22 (a)", "7.2.22 (b)")]
    [InlineData("99999999999999999999", "100000000000000000000")]
    public void Labels_InAnyOrder_AreSortedByVersion(string older, string newer)
    {
        Assert.Equal([newer, older], Sort(older, newer));
        Assert.Equal([newer, older], Sort(newer, older));
    }

    private static IReadOnlyList<string> Sort(params string[] labels) =>
        ReleaseOrder.Sort(labels, label => label, _ => "");
}
