using System.Text.RegularExpressions;

namespace QmpGen.Package.Tests;

/// <summary>A fenced code block of a Markdown page.</summary>
/// <param name="Page">The path of the page, relative to the repository.</param>
/// <param name="Line">The number of the first line of code.</param>
/// <param name="Text">The code, without fences.</param>
internal sealed partial record MarkdownBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>Reads the blocks of a page in order. Blocks in a list lose their indentation.</summary>
    public static IReadOnlyList<MarkdownBlock> Read(string page)
    {
        string markdown = File.ReadAllText(Path.Combine(PackageFeed.Repository, page));
        return
        [
            .. Fence()
                .Matches(markdown)
                .Select(match => new MarkdownBlock(
                    page,
                    markdown.AsSpan(0, match.Groups["text"].Index).Count('\n') + 1,
                    match.Groups["language"].Value,
                    Unindent(match.Groups["text"].Value, match.Groups["indent"].Length)
                )),
        ];
    }

    private static string Unindent(string text, int indent) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length < indent ? line : line[indent..]));

    [GeneratedRegex(
        @"^(?<indent> *)```(?<language>\w+)\n(?<text>.*?)^ *```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fence();
}
