using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using QmpGen.Tests.Verification;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Compares the output of the generator with committed files.</summary>
/// <remarks>
/// The files are those of Verify.SourceGenerators with <c>UseUniqueDirectory</c>, so that the package can replace this
/// class: <c>Snapshots/CLASS.TEST/HINT.verified.cs</c>, and <c>target.verified.txt</c> for diagnostics.
/// <c>QMPGEN_ACCEPT=1</c> accepts all differences, except in CI.
/// </remarks>
internal static class Snapshot
{
    private static readonly Regex s_version = new("""GeneratedCode\("QmpGen", "[^"]*"\)""");

    private static readonly string s_folder = Path.Combine(BuildMetadata.ProjectDirectory, "Snapshots");

    /// <summary>Compares the result of a run, except for ignored files, with the files of the calling test.</summary>
    public static void Verify(
        GeneratorDriver driver,
        Func<GeneratedSourceResult, bool>? ignoreGeneratedResult = null,
        [CallerFilePath] string testFile = "",
        [CallerMemberName] string testMethod = ""
    ) =>
        Verify(
            driver.GetRunResult(),
            Path.Combine(s_folder, $"{Path.GetFileNameWithoutExtension(testFile)}.{testMethod}"),
            SnapshotAcceptance.IsEnabled,
            ignoreGeneratedResult
        );

    /// <summary>Compares the result of a run with the files of a folder.</summary>
    public static void Verify(
        GeneratorDriverRunResult run,
        string folder,
        bool accepts,
        Func<GeneratedSourceResult, bool>? ignoreGeneratedResult = null
    )
    {
        if (run.Results.Select(result => result.Exception).FirstOrDefault(e => e is not null) is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        Dictionary<string, string> targets = run
            .Results.SelectMany(result => result.GeneratedSources)
            .Where(source => ignoreGeneratedResult?.Invoke(source) is not true)
            .ToDictionary(source => source.HintName, TextOf);
        if (run.Diagnostics.Length > 0)
        {
            targets.Add("target.txt", TextOf(run.Diagnostics));
        }

        Directory.CreateDirectory(folder);
        List<string> failures =
        [
            .. targets.Select(target => Compare(folder, target.Key, target.Value, accepts)).OfType<string>(),
            .. RemoveLeftovers(folder, targets.Keys, accepts),
        ];
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static string TextOf(GeneratedSourceResult source) =>
        $"//HintName: {source.HintName}\n"
        + s_version.Replace(source.SourceText.ToString(), "GeneratedCode(\"QmpGen\", \"VERSION\")");

    /// <summary>Formats diagnostics as Verify does: JSON without quotes, commas kept.</summary>
    private static string TextOf(IReadOnlyList<Diagnostic> diagnostics)
    {
        IEnumerable<string> entries = diagnostics.Select(diagnostic =>
            Object([
                diagnostic.Location == Location.None ? "" : $"Location: {diagnostic.Location.GetMappedLineSpan()}",
                $"Message: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}",
                $"Severity: {diagnostic.Severity}",
                diagnostic.WarningLevel == 0 ? "" : $"WarningLevel: {diagnostic.WarningLevel}",
                $"Descriptor: {TextOf(diagnostic.Descriptor)}",
            ])
        );
        return Object([$"Diagnostics: [\n{Indent(string.Join(",\n", entries))}\n]"]);
    }

    private static string TextOf(DiagnosticDescriptor descriptor) =>
        Object([
            $"Id: {descriptor.Id}",
            $"Title: {descriptor.Title}",
            Optional("Description", descriptor.Description.ToString(CultureInfo.InvariantCulture)),
            Optional("HelpLink", descriptor.HelpLinkUri),
            $"MessageFormat: {descriptor.MessageFormat}",
            $"Category: {descriptor.Category}",
            $"DefaultSeverity: {descriptor.DefaultSeverity}",
            descriptor.IsEnabledByDefault ? "IsEnabledByDefault: true" : "",
        ]);

    private static string Optional(string name, string value) =>
        string.IsNullOrWhiteSpace(value) ? "" : $"{name}: {value}";

    private static string Object(IEnumerable<string> members) =>
        $"{{\n{Indent(string.Join(",\n", members.Where(member => member.Length > 0)))}\n}}";

    private static string Indent(string text) => "  " + text.Replace("\n", "\n  ", StringComparison.Ordinal);

    private static string? Compare(string folder, string target, string text, bool accepts)
    {
        string verified = Path.Combine(folder, Mark(target, "verified"));
        string received = Path.Combine(folder, Mark(target, "received"));
        File.Delete(received);
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            return $"{target} contains '\\r'.";
        }

        string? expected = File.Exists(verified) ? File.ReadAllText(verified) : null;
        if (expected == text)
        {
            return null;
        }

        if (accepts)
        {
            File.WriteAllText(verified, text, Encoding.UTF8);
            return null;
        }

        File.WriteAllText(received, text, Encoding.UTF8);
        return expected is null ? $"{target} is new: {received}"
            : expected.Contains('\r', StringComparison.Ordinal) ? $"{verified} contains '\\r'."
            : $"{target} differs from {verified}:\n{FirstDifference(expected.Split('\n'), text.Split('\n'))}";
    }

    /// <summary>Reports verified files that no target belongs to, or deletes them on acceptance.</summary>
    private static IEnumerable<string> RemoveLeftovers(string folder, IEnumerable<string> targets, bool accepts)
    {
        HashSet<string> expected = [.. targets.Select(target => Path.Combine(folder, Mark(target, "verified")))];
        foreach (
            string leftover in Directory
                .GetFiles(folder, "*.verified.*")
                .Where(file => !expected.Contains(file))
                .Order(StringComparer.Ordinal)
        )
        {
            if (accepts)
            {
                File.Delete(leftover);
            }
            else
            {
                yield return $"{leftover} is left over: the generator does not produce it.";
            }
        }
    }

    private static string Mark(string target, string mark) =>
        $"{Path.GetFileNameWithoutExtension(target)}.{mark}{Path.GetExtension(target)}";

    private static string FirstDifference(string[] expected, string[] received)
    {
        int line = Enumerable
            .Range(0, Math.Max(expected.Length, received.Length))
            .First(i => i >= expected.Length || i >= received.Length || expected[i] != received[i]);
        return $"line {line + 1}\n- {expected.ElementAtOrDefault(line)}\n+ {received.ElementAtOrDefault(line)}";
    }
}
