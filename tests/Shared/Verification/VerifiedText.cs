using System.Reflection;
using System.Text;
using Xunit;

namespace QmpGen.Tests.Verification;

/// <summary>Compares text with a committed file.</summary>
/// <remarks>
/// A difference is written to <c>NAME.received.txt</c>. <c>QMPGEN_ACCEPT=1</c> accepts it, except in CI.
/// As with Verify, the files are UTF-8 with a byte order mark and have LF line endings.
/// </remarks>
internal static class VerifiedText
{
    /// <summary>The directory of the test project. In CI, paths in the assembly are not real paths.</summary>
    public static string ProjectDirectory { get; } =
        typeof(VerifiedText)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == nameof(ProjectDirectory))
            .Value!;

    /// <summary>Compares text with <c>NAME.verified.txt</c> in the folder of the test project.</summary>
    public static void Verify(string name, string text)
    {
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        string verified = Path.Combine(ProjectDirectory, $"{name}.verified.txt");
        string received = Path.Combine(ProjectDirectory, $"{name}.received.txt");
        string expected = File.Exists(verified) ? File.ReadAllText(verified) : "";
        File.Delete(received);
        if (text == expected)
        {
            return;
        }

        File.WriteAllText(SnapshotAcceptance.IsEnabled ? verified : received, text, Encoding.UTF8);
        if (!SnapshotAcceptance.IsEnabled)
        {
            Assert.Equal(expected, text);
        }
    }
}
