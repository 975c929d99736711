using System.Text.RegularExpressions;
using QmpGen.Tests;
using QmpGen.Tests.Builds;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Runs or compiles the code in the README and in docs, and follows its links.</summary>
[Collection(nameof(PackageFeed))]
public sealed partial class MarkdownTests(PackageFeed feed)
{
    private const string QuietProperties = """
        <AnalysisLevel>latest</AnalysisLevel>
        <NoWarn>$(NoWarn);CS1998;CS8321;QMPDEPRECATED;QMPUNSTABLE</NoWarn>
        """;

    // Its code uses the bindings of several releases.
    private const string MergedPage = "docs/several-qemus.md";

    private static IEnumerable<string> Pages =>
        Directory
            .EnumerateFiles(PackageFeed.Repository, "*.md")
            .Concat(Directory.EnumerateFiles(PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Append(PathOf("schema/README.md"))
            .Select(path => Path.GetRelativePath(PackageFeed.Repository, path))
            .Order(StringComparer.Ordinal);

    [QemuFact]
    public async Task Readme_WhenFollowedExactly_PrintsDocumentedOutput()
    {
        IReadOnlyList<MarkdownBlock> readme = MarkdownBlock.Read("README.md");
        using PackageConsumerProject user = new(feed);
        string dump = readme.First(block => block.Text.Contains("query-qmp-schema", StringComparison.Ordinal)).Text;
        user.Write("dump.sh", dump);
        Assert.Equal(0, (await ProcessResult.RunAsync("sh", ["dump.sh"], user.PathOf("."))).ExitCode);
        string items = readme.First(block => block.Language == "xml").Text;
        user.WriteProject("hello.csproj", ["QmpGen"], $"</ItemGroup>{items}<ItemGroup>", ExeProperties);
        user.Write("Program.cs", readme.First(block => block.Language == "csharp").Text);
        (await user.BuildAsync()).AssertSuccess();

        ProcessResult hello = await user.RunAsync("bin/Debug/net10.0/hello");

        string expected = Regex.Escape(readme.First(block => block.Language == "text").Text);
        expected = Time().Replace(Version().Replace(expected, @"\d+\.\d+\.\d+"), @"\d\d:\d\d:\d\d\.\d{6}");
        Assert.Matches($"^{expected}$", hello.AssertSuccess().Output);
    }

    [Fact]
    public async Task CodeBlocks_OfAllPages_Compile()
    {
        using PackageConsumerProject user = new(feed);
        user.Copy("schema/qemu-7.2.json", "qemu.json");
        user.Copy("schema/qga-10.0.json", "qga.json");
        user.Copy("schema/qemu-5.2.json", "qemu-5.2.json");
        user.Copy("schema/qemu-11.1.json", "qemu-11.1.json");
        user.WriteProject(
            "user.csproj",
            ["QmpGen", "QmpGen.Operations", "QmpGen.Testing"],
            """
            <QmpSchema Include="qemu.json" Namespace="Qemu" Directions="both" />
            <QmpSchema Include="qga.json" Namespace="Qga" Directions="both" />
            <QmpSchema Include="qemu-5.2.json" Namespace="Fleet" Client="QemuClient" QemuVersion="5.2.0" />
            <QmpSchema Include="qemu-11.1.json" Namespace="Fleet" QemuVersion="11.1.3" />
            """,
            QuietProperties
        );
        List<MarkdownBlock> snippets = [.. Pages.SelectMany(MarkdownBlock.Read).Where(IsSnippet)];
        Assert.NotEmpty(snippets);
        foreach (MarkdownBlock block in snippets)
        {
            string name = $"{NonWord().Replace(block.Page, "_")}_{block.Line}";
            user.Write($"{name}.cs", Wrap(block, name));
        }

        (await user.BuildAsync()).AssertSuccess();
    }

    [Fact]
    public async Task TestClasses_OfAllPages_Pass()
    {
        List<MarkdownBlock> classes = [.. Pages.SelectMany(MarkdownBlock.Read).Where(IsTestClass)];
        Assert.NotEmpty(classes);
        using PackageConsumerProject user = new(feed);
        user.Copy("schema/qemu-7.2.json", "qemu-7.2.json");
        string[] tools = ["Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio"];
        IEnumerable<string> references = tools.Select(id =>
            $"""<PackageReference Include="{id}" Version="{PackageFeed.VersionInUse(id)}" />"""
        );
        string items = MarkdownBlock.Read(classes[0].Page).First(block => block.Language == "xml").Text;
        user.WriteProject("user.csproj", ["QmpGen.Testing"], items + string.Concat(references), QuietProperties);
        foreach (MarkdownBlock block in classes)
        {
            user.Write($"Tests{block.Line}.cs", block.Text);
        }

        ProcessResult tests = (await user.DotnetAsync(["test", .. TemporaryProject.BuildOptions])).AssertSuccess();

        int count = classes.Sum(block => Fact().Count(block.Text));
        Assert.Matches($"Failed: +0, Passed: +{count}, Skipped: +0", tests.Output);
    }

    [Fact]
    public void RelativeLinks_OfAllPages_LeadToFileAndHeading() =>
        Assert.Empty(
            from page in Pages
            from Match link in Link().Matches(File.ReadAllText(PathOf(page)))
            let file = Path.Combine(Path.GetDirectoryName(page)!, link.Groups["file"].Value)
            let target = link.Groups["file"].Length == 0 ? page : file
            where !Exists(target, link.Groups["heading"].Value)
            select $"{page}: {link.Value}"
        );

    private static bool IsTestClass(MarkdownBlock block) => block.Language == "csharp" && Fact().IsMatch(block.Text);

    private static bool IsSnippet(MarkdownBlock block) => block.Language == "csharp" && !Fact().IsMatch(block.Text);

    /// <summary>Converts a block to a source file. Statements become the body of a method.</summary>
    private static string Wrap(MarkdownBlock block, string name)
    {
        string body = Using().Replace(block.Text, "");
        string[] parameters =
        [
            .. new[] { "QemuClient vm", "QgaClient guest", "QmpTestServer server", "CancellationToken ct" }.Where(
                parameter => !body.Contains($"{parameter} =", StringComparison.Ordinal)
            ),
        ];
        (string start, string end) = TypeDeclaration().IsMatch(body)
            ? ($"namespace {name}\n{{", "}")
            : ($"static class {name} {{ static async Task RunAsync({string.Join(", ", parameters)})\n{{", "} }");
        return $"""
            using System.Net.Sockets;
            using System.Text.Json;
            using Microsoft.Extensions.Logging;
            using {(block.Page == MergedPage ? "Fleet" : "Qemu")};
            using Qga;
            using QmpGen;
            using QmpGen.Operations;
            using QmpGen.Testing;
            {start}
            #line {block.Line} "{block.Page}"
            {body}
            {end}
            """;
    }

    private static bool Exists(string page, string heading)
    {
        string path = PathOf(page);
        return Path.Exists(path)
            && (
                heading.Length == 0
                || Heading().Matches(File.ReadAllText(path)).Any(match => Slug(match.Groups[1].Value) == heading)
            );
    }

    private static string Slug(string heading) => NotInSlug().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static string PathOf(string file) => Path.Combine(PackageFeed.Repository, file);

    private static string ExeProperties => $"<OutputType>Exe</OutputType>{QuietProperties}";

    [GeneratedRegex(@"\d+\\\.\d+\\\.\d+")]
    private static partial Regex Version();

    [GeneratedRegex(@"\d\d:\d\d:\d\d\\\.\d{6}")]
    private static partial Regex Time();

    [GeneratedRegex(@"\W")]
    private static partial Regex NonWord();

    [GeneratedRegex(@"^\s*\[(Fact|Theory)\]", RegexOptions.Multiline)]
    private static partial Regex Fact();

    [GeneratedRegex(@"^using [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(public |internal |file )?(sealed |static )?(partial )?(class|record|enum|interface) ",
        RegexOptions.Multiline
    )]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"(?<!`)\]\((?!\w+:)(?<file>[^)#\s]*)(#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NotInSlug();
}
