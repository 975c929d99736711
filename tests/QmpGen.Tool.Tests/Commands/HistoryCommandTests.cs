using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Commands;

public sealed class HistoryCommandTests
{
    [Fact]
    public void History_OfCommand_HasReleaseOnEachLine() =>
        Assert.Equal(
            """
            qemu-5.2   + query-status
            qemu-5.2   +     returns: StatusInfo
            qemu-7.2   . query-status
            qemu-7.2   .     returns.status: enum
            qemu-7.2   -         'preconfig'  [compile]
            qemu-10.0  . query-status
            qemu-10.0  -     returns.singlestep: boolean  [runtime]
            qemu-11.1  = query-status

            """,
            Run("query-status")
        );

    [Fact]
    public void History_OfEvent_ShowsWhenItWasAbsent()
    {
        string[] lines = Run("VFIO_MIGRATION").Split('\n');

        Assert.Equal(["qemu-5.2     (absent)", "qemu-7.2     (absent)"], lines[..2]);
        Assert.Equal("qemu-10.0  + VFIO_MIGRATION", lines[2]);
    }

    [Fact]
    public void History_OfTypeWithSinglePlace_ListsItsMembers()
    {
        string[] lines = Run("StatusInfo").Split('\n');

        Assert.Contains("qemu-5.2   +     running: boolean", lines);
        Assert.Contains("qemu-10.0  -     singlestep: boolean  [runtime]", lines);
    }

    [Theory]
    [InlineData("QCryptoHashAlgorithm", "qemu-5.2   + ", "qemu-11.1    (absent)")]
    [InlineData("QCryptoHashAlgo", "qemu-5.2     (absent)", "qemu-11.1  = QCryptoHashAlgo")]
    public void History_OfRenamedType_ShowsTheRenaming(string name, string first, string last)
    {
        string output = Run(name);

        Assert.StartsWith(first, output, StringComparison.Ordinal);
        Assert.EndsWith(last + "\n", output, StringComparison.Ordinal);
        Assert.Contains(
            "\nqemu-10.0  !     name: QCryptoHashAlgorithm -> QCryptoHashAlgo  [compile]\n",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void History_OfUnknownName_SuggestsTheNearest()
    {
        (int exitCode, string output, string error) = ToolRunner.Run(["history", "query-statu", .. GetDumps()]);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("'query-statu'", error, StringComparison.Ordinal);
        Assert.Contains("'query-status'", error, StringComparison.Ordinal);
    }

    private static string Run(string name)
    {
        (int exitCode, string output, string error) = ToolRunner.Run(["history", name, .. GetDumps()]);
        Assert.Equal((0, ""), (exitCode, error));
        return output;
    }

    private static IEnumerable<string> GetDumps() =>
        new[] { "5.2", "7.2", "10.0", "11.1" }.Select(release => TestFile.GetPath($"schema/qemu-{release}.json"));
}
