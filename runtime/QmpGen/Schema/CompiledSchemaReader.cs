using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QmpGen;

/// <summary>Reads the schema text of generated bindings.</summary>
/// <remarks>
/// <para>Each line is an entity, and blanks separate its parts. Types are numbered in order of their lines:</para>
/// <code>
/// R 1 2 3                                       a set of releases
/// E YankInstanceType block-node chardev         an enum
/// O YankInstance type:0 ? type +chardev=Chardev:2   an object, with the tag and the cases of a union
/// A StrOrNull s z                               an alternate
/// C yank=YankCommand@0 5 - oob                  a command: arguments and result
/// V STOP=StopEvent -                            an event
/// </code>
/// <para>A type is <c>s</c>, <c>i</c>, <c>n</c>, <c>b</c>, <c>z</c> (null), <c>a</c> (any) or a number, after a
/// <c>[</c> for each list around it. An optional member starts with <c>*</c>. Suffixes are <c>@n</c>, the set of
/// releases that have it; <c>/n</c>, the set of releases that require it; and <c>$feature,feature</c>. In names, a
/// percent sign and four hexadecimal digits are another character, and only a percent sign is an empty name.</para>
/// </remarks>
internal sealed partial class CompiledSchemaReader
{
    private readonly string[][] _lines;
    private readonly int[][] _releaseSets;
    private readonly TypeNode[] _types;

    private CompiledSchemaReader(string text)
    {
        _lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        _releaseSets = [.. LinesOf("R").Select(line => line[1..].Select(ParseNumber).ToArray())];
        _types = [.. LinesOf("E", "O", "A").Select(CreateType)];
    }

    /// <summary>Reads a schema.</summary>
    public static SchemaGraph Read(ReadOnlySpan<byte> utf8) =>
        new CompiledSchemaReader(Encoding.UTF8.GetString(utf8)).ReadGraph();

    private SchemaGraph ReadGraph()
    {
        foreach ((string[] line, TypeNode type) in LinesOf("E", "O", "A").Zip(_types))
        {
            Fill(type, line.AsSpan(2));
        }

        return new SchemaGraph(
            [.. LinesOf("C").Select(ReadCommand)],
            [.. LinesOf("V").Select(ReadEvent)],
            _types
        );
    }

    private IEnumerable<string[]> LinesOf(params string[] kinds) => _lines.Where(line => kinds.Contains(line[0]));

    private TypeNode CreateType(string[] line)
    {
        Part part = ParsePart(line[1]);
        string name = part.Text == "-" ? "" : part.Text;
        return line[0] switch
        {
            "E" => new EnumNode(name) { Releases = part.Releases, Features = part.Features },
            "O" => new ObjectNode(name) { Releases = part.Releases, Features = part.Features },
            _ => new AlternateNode(name) { Releases = part.Releases, Features = part.Features },
        };
    }

    private void Fill(TypeNode type, ReadOnlySpan<string> parts)
    {
        switch (type)
        {
            case EnumNode item:
                item.Values = [.. parts.ToArray().Select(ReadValue)];
                break;
            case AlternateNode item:
                item.Branches = [.. parts.ToArray().Select(ReadType)];
                break;
            case ObjectNode item:
                int tag = parts.IndexOf("?");
                item.Members = [.. parts[..(tag < 0 ? parts.Length : tag)].ToArray().Select(ReadMember)];
                if (tag >= 0)
                {
                    item.Tag = Unescape(parts[tag + 1]);
                    item.Cases = [.. parts[(tag + 2)..].ToArray().Select(ReadCase)];
                }

                break;
        }
    }

    private ValueNode ReadValue(string text)
    {
        Part part = ParsePart(text);
        return new ValueNode(Unescape(part.Text)) { Releases = part.Releases, Features = part.Features };
    }

    private MemberNode ReadMember(string text)
    {
        bool optional = text[0] == '*';
        Part part = ParsePart(text[(optional ? 1 : 0)..]);
        (string name, string type) = SplitAt(part.Text, ':');
        return new MemberNode(Unescape(name), ReadType(type), optional)
        {
            Releases = part.Releases,
            RequiredIn = part.RequiredIn,
            Features = part.Features,
        };
    }

    private CaseNode ReadCase(string text)
    {
        Part part = ParsePart(text[1..]);
        (string name, string branch) = SplitAt(part.Text, '=');
        (string branchName, string type) = SplitAt(branch, ':');
        return new CaseNode(Unescape(name), branchName, type.Length > 0 ? ReadType(type) as ObjectNode : null)
        {
            Releases = part.Releases,
            Features = part.Features,
        };
    }

    private CommandNode ReadCommand(string[] line)
    {
        Part part = ParsePart(line[1]);
        (string name, string typeName) = SplitAt(part.Text, '=');
        return new CommandNode(Unescape(name), typeName)
        {
            Arguments = ReadOptionalType(line[2]),
            Result = ReadOptionalType(line[3]),
            AllowsOutOfBand = line.Length > 4,
            Releases = part.Releases,
            Features = part.Features,
        };
    }

    private EventNode ReadEvent(string[] line)
    {
        Part part = ParsePart(line[1]);
        (string name, string typeName) = SplitAt(part.Text, '=');
        return new EventNode(Unescape(name), typeName)
        {
            Data = ReadOptionalType(line[2]),
            Releases = part.Releases,
            Features = part.Features,
        };
    }

    private TypeNode? ReadOptionalType(string text) => text == "-" ? null : ReadType(text);

    private TypeNode ReadType(string text) =>
        text[0] switch
        {
            '[' => new ListNode(ReadType(text[1..])),
            's' => BuiltinNode.String,
            'i' => new BuiltinNode("int"),
            'n' => new BuiltinNode("number"),
            'b' => new BuiltinNode("boolean"),
            'z' => new BuiltinNode("null"),
            'a' => BuiltinNode.Any,
            _ => _types[ParseNumber(text)],
        };

    /// <summary>Separates the suffixes of a part.</summary>
    private Part ParsePart(string text)
    {
        (string rest, string features) = SplitAt(text, '$');
        (rest, string requiredIn) = SplitAt(rest, '/');
        (rest, string releases) = SplitAt(rest, '@');
        return new Part(
            rest,
            releases.Length > 0 ? _releaseSets[ParseNumber(releases)] : null,
            requiredIn.Length > 0 ? _releaseSets[ParseNumber(requiredIn)] : [],
            features.Length > 0 ? [.. features.Split(',').Select(Unescape)] : []
        );
    }

    private static string Unescape(string text) =>
        text.Contains('%', StringComparison.Ordinal)
            ? EscapedCharacter().Replace(text, match => match.Length == 1 ? "" : $"{(char)ParseHex(match.Value[1..])}")
            : text;

    private static int ParseHex(string text) =>
        int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex("%(?:[0-9A-F]{4})?", RegexOptions.CultureInvariant)]
    private static partial Regex EscapedCharacter();

    private static (string Start, string End) SplitAt(string text, char separator)
    {
        int index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }

    private static int ParseNumber(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private readonly record struct Part(
        string Text,
        IReadOnlyList<int>? Releases,
        IReadOnlyList<int> RequiredIn,
        IReadOnlyList<string> Features
    );
}
