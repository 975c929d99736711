using System.Text.RegularExpressions;
using QmpGen.Tests;
using QmpGen.Tests.Builds;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Runs the programs in docs/recipes.md.</summary>
[Collection(nameof(PackageFeed))]
public sealed partial class RecipeTests(PackageFeed feed)
{
    private const string Page = "docs/recipes.md";
    private const string Usings = "using Qemu;\nusing QmpGen;\n";
    private const int MaxLineCount = 15;

    private static IReadOnlyList<MarkdownBlock> Blocks { get; } = MarkdownBlock.Read(Page);

    private static IEnumerable<MarkdownBlock> Programs => Blocks.Where(block => block.Language == "csharp");

    [Fact]
    public void Recipes_OfThePage_AreShort() =>
        Assert.All(
            Programs,
            program =>
                Assert.InRange(
                    program
                        .Text.Replace(Usings, "", StringComparison.Ordinal)
                        .Split('\n')
                        .Count(line => line.Length > 0),
                    1,
                    MaxLineCount
                )
        );

    [QemuFact]
    public async Task Recipes_WhenRun_PrintDocumentedOutput()
    {
        using PackageConsumerProject user = new(feed);
        user.Copy("schema/qemu-7.2.json", "qemu.json");
        user.WriteProject(
            "recipes.csproj",
            ["QmpGen"],
            """<QmpSchema Include="qemu.json" Namespace="Qemu" />""",
            "<OutputType>Exe</OutputType><AnalysisLevel>latest</AnalysisLevel>"
        );
        user.Write("Program.cs", CreateProgram());
        (await user.BuildAsync()).AssertSuccess();

        foreach (MarkdownBlock program in Programs)
        {
            await StartMachinesAsync(user, program);
            ProcessResult result = await user.RunAsync("bin/Debug/net10.0/recipes", $"{program.Line}");

            string expected = Blocks.First(block => block.Line > program.Line && block.Language == "text").Text;
            string[] output = result.AssertSuccess().Output.TrimEnd('\n').Split('\n');
            Assert.All(
                expected.TrimEnd('\n').Split('\n'),
                line => Assert.Contains(output, actual => HaveSamePattern(line, actual))
            );
        }
    }

    /// <summary>Creates a program that runs the recipe with the line that is its argument.</summary>
    private static string CreateProgram() =>
        $$"""
            using Qemu;
            using QmpGen;

            await (args[0] switch
            {
            {{string.Concat(Programs.Select(program => $"\"{program.Line}\" => Recipe{program.Line}.RunAsync(),\n"))}}
                _ => throw new ArgumentException(args[0]),
            });

            {{string.Concat(
                Programs.Select(program =>
                    $$"""
                    static class Recipe{{program.Line}}
                    {
                    public static async Task RunAsync()
                    {
                    #line {{program.Line}} "{{Page}}"
                    {{program.Text.Replace(Usings, "\n\n", StringComparison.Ordinal)}}
                    }
                    }

                    """
                )
            )}}
            """;

    /// <summary>Runs the shell commands that a recipe shows before its program.</summary>
    private static async Task StartMachinesAsync(PackageConsumerProject user, MarkdownBlock program)
    {
        MarkdownBlock? before = Blocks.LastOrDefault(block => block.Line < program.Line);
        if (before is { Language: "sh" })
        {
            user.Write("start.sh", before.Text);
            await ProcessResult.RunAsync("sh", ["-c", "sh start.sh > /dev/null 2>&1"], user.PathOf("."));
        }
    }

    private static bool HaveSamePattern(string one, string other) =>
        Number().Replace(one, "0") == Number().Replace(other, "0");

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
