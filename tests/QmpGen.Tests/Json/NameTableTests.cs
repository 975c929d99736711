using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class NameTableTests
{
    // The first three have the same length, first, middle and last byte.
    private static readonly string[] s_names = ["iops-rd-max", "iops-rx-max", "i1234r5678x", "a", "é", "iops"];
    private static readonly NameTable s_table = new(s_names);

    [Fact]
    public void Name_IsFoundAtItsIndex() =>
        Assert.Equal(Enumerable.Range(0, s_names.Length), s_names.Select(name => IndexOf(name)));

    [Theory]
    [InlineData("")]
    [InlineData("iops-rz-max")]
    [InlineData("iop")]
    [InlineData("b")]
    public void OtherName_IsNotFound(string name) => Assert.Equal(-1, IndexOf(name));

    private static int IndexOf(string name) => s_table.IndexOf(Encoding.UTF8.GetBytes(name));
}
