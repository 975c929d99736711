using System.Text;
using System.Text.RegularExpressions;

namespace QmpGen.Generator.Qapi;

/// <summary>Splits a documentation comment into symbol, sections, members and features.</summary>
internal sealed class QapiDocParser
{
    private static readonly Regex s_argument = new(
        @"\A@(?<name>[\w.-]+):(?:\s+(?<text>.*))?\z",
        RegexOptions.CultureInvariant
    );
    private static readonly Regex s_section = new(
        @"\A(?<tag>Returns|Errors|Notes?|Examples?|TODO):(?:\s+(?<text>.*))?\z",
        RegexOptions.CultureInvariant
    );

    private readonly StringBuilder _body = new();
    private readonly List<(string Tag, StringBuilder Text)> _sections = [];
    private readonly Dictionary<string, StringBuilder> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StringBuilder> _features = new(StringComparer.Ordinal);
    private StringBuilder _current;
    private string? _since;
    private bool _inFeatures;
    private bool _inArgument;
    private bool _afterBlank;

    private QapiDocParser() => _current = _body;

    /// <summary>Parses a comment.</summary>
    /// <returns>Null if the comment does not document a definition, such as the heading of a chapter.</returns>
    public static QapiDoc? Parse(string comment)
    {
        string[] lines = comment.Split('\n');
        int first = Array.FindIndex(lines, line => line.Length > 0);
        if (first < 0 || s_argument.Match(lines[first]) is not { Success: true } symbol)
        {
            return null;
        }

        QapiDocParser parser = new();
        foreach (string line in lines.Skip(first + 1))
        {
            parser.AddLine(line);
        }

        return new QapiDoc(
            symbol.Groups["name"].Value,
            parser._since,
            parser.CreateSections(),
            CreateParts(parser._members),
            CreateParts(parser._features)
        );
    }

    private void AddLine(string line)
    {
        if (SinceText.FindInSection(line) is { } since)
        {
            _since = since;
            StartPart(_body);
            return;
        }

        if (line == "Features:")
        {
            _inFeatures = true;
            return;
        }

        if (s_argument.Match(line) is { Success: true } argument)
        {
            StartPart(new StringBuilder(), isArgument: true);
            (_inFeatures ? _features : _members)[argument.Groups["name"].Value] = _current;
            line = argument.Groups["text"].Value;
        }
        else if (s_section.Match(line) is { Success: true } section)
        {
            StartPart(new StringBuilder());
            _sections.Add((section.Groups["tag"].Value, _current));
            line = section.Groups["text"].Value;
        }
        else if (_inArgument && _afterBlank && line.Length > 0 && line[0] != ' ')
        {
            // Text at the margin after a blank line belongs to the definition again.
            StartPart(_body);
        }

        _afterBlank = line.Length == 0;
        _current.Append(line).Append('\n');
    }

    private void StartPart(StringBuilder text, bool isArgument = false) => (_current, _inArgument) = (text, isArgument);

    private IReadOnlyList<QapiDocSection> CreateSections()
    {
        QapiDocSection body = new("", _body.ToString().Trim('\n'));
        IEnumerable<QapiDocSection> tagged = _sections.Select(section => new QapiDocSection(
            section.Tag,
            RemoveIndentation(section.Text)
        ));
        return body.Text.Length > 0 ? [body, .. tagged] : [.. tagged];
    }

    /// <summary>Removes the common indentation of all lines after the first.</summary>
    private static string RemoveIndentation(StringBuilder text)
    {
        string[] lines = text.ToString().Trim('\n').Split('\n');
        int margin = lines
            .Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty()
            .Min();
        return string.Join(
            "\n",
            lines.Select(
                (line, i) =>
                    i == 0 ? line.TrimStart()
                    : line.Length > 0 ? line.Substring(margin)
                    : line
            )
        );
    }

    private static Dictionary<string, QapiDocPart> CreateParts(Dictionary<string, StringBuilder> texts) =>
        texts.ToDictionary(pair => pair.Key, pair => CreatePart(RemoveIndentation(pair.Value)), StringComparer.Ordinal);

    private static QapiDocPart CreatePart(string text) => new(text, SinceText.FindInMember(text));
}
