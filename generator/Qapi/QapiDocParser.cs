using System.Text;
using System.Text.RegularExpressions;

namespace QmpGen.Generator.Qapi;

/// <summary>Takes a documentation comment apart: the symbol, its text, its sections, and a part for each member and
/// feature.</summary>
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

    /// <summary>Reads a comment.</summary>
    /// <returns>Null where it is not about a definition but stands for itself, as a chapter's heading does.</returns>
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
            parser.Add(line);
        }

        return new QapiDoc(
            symbol.Groups["name"].Value,
            parser._since,
            parser.Sections(),
            Parts(parser._members),
            Parts(parser._features)
        );
    }

    private void Add(string line)
    {
        if (SinceText.OfSection(line) is { } since)
        {
            _since = since;
            Enter(_body);
            return;
        }

        if (line == "Features:")
        {
            _inFeatures = true;
            return;
        }

        if (s_argument.Match(line) is { Success: true } argument)
        {
            Enter(new StringBuilder(), isArgument: true);
            (_inFeatures ? _features : _members)[argument.Groups["name"].Value] = _current;
            line = argument.Groups["text"].Value;
        }
        else if (s_section.Match(line) is { Success: true } section)
        {
            Enter(new StringBuilder());
            _sections.Add((section.Groups["tag"].Value, _current));
            line = section.Groups["text"].Value;
        }
        else if (_inArgument && _afterBlank && line.Length > 0 && line[0] != ' ')
        {
            // What begins at the margin after a blank line no longer speaks about the member above.
            Enter(_body);
        }

        _afterBlank = line.Length == 0;
        _current.Append(line).Append('\n');
    }

    private void Enter(StringBuilder text, bool isArgument = false) => (_current, _inArgument) = (text, isArgument);

    private IReadOnlyList<QapiDocSection> Sections()
    {
        QapiDocSection body = new("", _body.ToString().Trim('\n'));
        IEnumerable<QapiDocSection> tagged = _sections.Select(section => new QapiDocSection(
            section.Tag,
            TextOf(section.Text)
        ));
        return body.Text.Length > 0 ? [body, .. tagged] : [.. tagged];
    }

    /// <summary>The text behind a name or tag, without the indentation that all of its lines but the first
    /// have.</summary>
    private static string TextOf(StringBuilder text)
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

    private static Dictionary<string, QapiDocPart> Parts(Dictionary<string, StringBuilder> texts) =>
        texts.ToDictionary(pair => pair.Key, pair => Part(TextOf(pair.Value)), StringComparer.Ordinal);

    private static QapiDocPart Part(string text) => new(text, SinceText.OfMember(text));
}
