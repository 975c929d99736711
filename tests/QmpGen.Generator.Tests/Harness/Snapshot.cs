using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>
/// Compares generated files with committed ones, by Verify's convention: <c>Snapshots/NAME/file.verified.cs</c>, what
/// came instead beside it
/// as <c>.received.cs</c>. A missing or extra file fails. <c>QMPGEN_ACCEPT=1</c> accepts what came, never in CI.
/// </summary>
internal static class Snapshot
{
    private static readonly Regex s_version = new("""\("QmpGen", "[^"]*"\)""");

    private static readonly string s_folder = Path.Combine(BuildFacts.ProjectDirectory, "Snapshots");

    private static readonly bool s_accept =
        Environment.GetEnvironmentVariable("QMPGEN_ACCEPT") == "1"
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <summary>Compares the files that a test is about.</summary>
    public static void Match(string name, IEnumerable<SyntaxTree> files)
    {
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(s_folder, name));
        Dictionary<string, string> received = files.ToDictionary(
            tree => Path.GetFileName(tree.FilePath),
            tree => s_version.Replace(tree.ToString(), "(\"QmpGen\", \"x\")")
        );
        foreach (
            FileInfo file in folder
                .GetFiles("*.verified.cs")
                .Where(file => s_accept && !received.ContainsKey(HintOf(file)))
        )
        {
            file.Delete();
        }

        List<string> failures = [.. received.Select(file => Compare(folder, file.Key, file.Value)).OfType<string>()];
        failures.AddRange(
            folder
                .GetFiles("*.verified.cs")
                .Select(HintOf)
                .Where(hint => !received.ContainsKey(hint))
                .Select(hint => $"{hint} is no longer generated.")
        );
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static string? Compare(DirectoryInfo folder, string hint, string text)
    {
        string stem = Path.Combine(folder.FullName, hint[..^".cs".Length]);
        string verified = stem + ".verified.cs";
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        File.Delete(stem + ".received.cs");
        if (expected == text)
        {
            return null;
        }

        File.WriteAllText(s_accept ? verified : stem + ".received.cs", text);
        return s_accept
            ? null
            : $"{hint} differs from {verified}:\n{FirstDifference(expected.Split('\n'), text.Split('\n'))}";
    }

    private static string FirstDifference(string[] expected, string[] received)
    {
        int line = Enumerable
            .Range(0, Math.Max(expected.Length, received.Length))
            .First(i => i >= expected.Length || i >= received.Length || expected[i] != received[i]);
        return $"line {line + 1}\n- {expected.ElementAtOrDefault(line)}\n+ {received.ElementAtOrDefault(line)}";
    }

    private static string HintOf(FileInfo file) => file.Name.Replace(".verified.cs", ".cs", StringComparison.Ordinal);
}
