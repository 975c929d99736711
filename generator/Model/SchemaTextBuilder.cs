using System.Globalization;
using System.Text;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Builds the text of the generated schema, which the runtime parses.</summary>
/// <remarks>
/// It has a line for each set of releases, type, command and event. Types are numbered in the order of their lines. The
/// standalone types come first, by their C# names. Objects that are only arguments, data or branches follow without a
/// name; those that are the same share a line. A union whose branches have other names in a branch has another line.
/// </remarks>
internal sealed class SchemaTextBuilder
{
    private const string None = "-";

    private readonly TypeUsage _usage;
    private readonly TypeNames _names;
    private readonly ReleaseSetWriter _sets;
    private readonly IReadOnlyList<string> _releases;
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, int> _standalone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _contents = new(StringComparer.Ordinal);

    private SchemaTextBuilder(QmpSchema schema, TypeUsage usage, TypeNames names)
    {
        _usage = usage;
        _names = names;
        _releases = schema.Releases;
        _sets = new ReleaseSetWriter(schema.Releases);
    }

    /// <summary>Builds the text.</summary>
    /// <param name="schema">The commands, events and types to generate.</param>
    public static string Build(QmpSchema schema, TypeUsage usage, TypeNames names) =>
        new SchemaTextBuilder(schema, usage, names).Build(schema);

    private string Build(QmpSchema schema)
    {
        SchemaType[] types =
        [
            .. schema
                .Types.Values.Where(type => _usage.IsStandalone(type) && type is not (BuiltinType or ArrayType))
                .OrderBy(_names.GetName, StringComparer.Ordinal),
        ];
        foreach (SchemaType type in types)
        {
            _standalone.Add(type.Name, _lines.Count);
            _lines.Add("");
        }

        for (int i = 0; i < types.Length; i++)
        {
            _lines[i] = FormatType(types[i]);
        }

        string[] commands =
        [
            .. schema.Commands.OrderBy(command => command.Name, StringComparer.Ordinal).Select(FormatCommand),
        ];
        string[] events = [.. schema.Events.OrderBy(@event => @event.Name, StringComparer.Ordinal).Select(FormatEvent)];
        return string.Join("\n", [.. _sets.Lines, .. _lines, .. commands, .. events]);
    }

    private string FormatCommand(SchemaCommand command)
    {
        string result = command.ReturnType is { } type ? FormatReference(type) : None;
        string outOfBand = command.AllowOob ? " oob" : "";
        string head = FormatHead(command, _names.GetName(command));
        return $"C {SchemaTextName.Escape(command.Name)}={head} {FormatMembers(command.Arguments)} {result}{outOfBand}";
    }

    private string FormatEvent(SchemaEvent @event)
    {
        string head = FormatHead(@event, _names.GetName(@event));
        return $"V {SchemaTextName.Escape(@event.Name)}={head} {FormatMembers(@event.Data)}";
    }

    private string FormatMembers(TypeReference? reference) =>
        reference?.Target is ObjectType { IsEmpty: false } members ? FormatIndex(FindObject(members, [])) : None;

    private string FormatType(SchemaType type)
    {
        string head = FormatHead(type, _names.GetName(type));
        return type switch
        {
            EnumType item =>
                $"E {head}{string.Concat(_usage.GetValues(item).Select(value => FormatValue(item, value)))}",
            ObjectType item => $"O {head}{GetContent(item)}",
            AlternateType item =>
                $"A {head}{string.Concat(item.Branches.Select(branch => " " + FormatReference(branch.Type.Target)))}",
            _ => "",
        };
    }

    private string FormatHead(SchemaEntity entity, string name) =>
        name
        + FormatSuffix(
            (entity as ObjectType)?.BranchReleases ?? entity.Releases,
            _releases,
            [],
            entity.Features
        );

    private string FormatValue(EnumType type, EnumValue value) =>
        $" {SchemaTextName.Escape(value.Name)}{FormatSuffix(value.Releases, type.Releases, [], value.Features)}";

    /// <summary>Formats the content of an object, as its standalone type has it.</summary>
    private string GetContent(ObjectType type)
    {
        if (!_contents.TryGetValue(type.Name, out string? content))
        {
            content = FormatContent(type, [_names.GetName(type)]);
            _contents.Add(type.Name, content);
        }

        return content;
    }

    private string FormatContent(ObjectType type, IReadOnlyList<string> enclosing)
    {
        StringBuilder content = new();
        foreach (SchemaMember member in _usage.GetMembers(type))
        {
            content
                .Append(member.Optional ? " *" : " ")
                .Append(SchemaTextName.Escape(member.Name))
                .Append(':')
                .Append(FormatReference(member.Type.Target))
                .Append(
                    FormatSuffix(
                        member.Releases,
                        type.BranchReleases ?? type.Releases,
                        member.Optional ? member.RequiredIn : [],
                        member.Features
                    )
                );
        }

        return type.Tag is { } tag
            ? content
                .Append(" ? ")
                .Append(SchemaTextName.Escape(tag.Name))
                .Append(FormatBranches(type, (EnumType)tag.Type.Target, enclosing))
                .ToString()
            : content.ToString();
    }

    private string FormatBranches(ObjectType union, EnumType tag, IReadOnlyList<string> enclosing)
    {
        StringBuilder branches = new();
        IReadOnlyDictionary<string, string> names = BranchNames.Assign(union, enclosing);
        ILookup<string, SchemaVariant> variants = union.Variants.ToLookup(
            variant => variant.Case,
            StringComparer.Ordinal
        );
        foreach (EnumValue value in _usage.GetValues(tag))
        {
            string name = names[value.Name];
            SchemaVariant? variant = variants[value.Name].FirstOrDefault();
            branches.Append(" +").Append(SchemaTextName.Escape(value.Name)).Append('=').Append(name);
            if (variant?.Type.Target is ObjectType { IsEmpty: false } branch)
            {
                branches.Append(':').Append(FormatIndex(FindObject(branch, [name, .. enclosing])));
            }

            branches.Append(FormatSuffix(union.GetReleases(value, variant), union.Releases, [], []));
        }

        return branches.ToString();
    }

    /// <summary>Finds the line of an object, or adds one.</summary>
    /// <param name="enclosing">The records around its branches.</param>
    private int FindObject(ObjectType type, IReadOnlyList<string> enclosing)
    {
        bool isStandalone = _standalone.TryGetValue(type.Name, out int index);
        if (isStandalone && (!type.IsUnion || enclosing.Count == 0))
        {
            return index;
        }

        string content = FormatContent(type, enclosing);
        if (isStandalone && content == GetContent(type))
        {
            return index;
        }

        string line = $"O {FormatHead(type, None)}{content}";
        if (!_others.TryGetValue(line, out index))
        {
            index = _lines.Count;
            _others.Add(line, index);
            _lines.Add(line);
        }

        return index;
    }

    private string FormatReference(SchemaType type, int depth = 0) =>
        type switch
        {
            BuiltinType { Kind: BuiltinKind.String } => "s",
            BuiltinType { Kind: BuiltinKind.Int } => "i",
            BuiltinType { Kind: BuiltinKind.Number } => "n",
            BuiltinType { Kind: BuiltinKind.Bool } => "b",
            BuiltinType { Kind: BuiltinKind.Null } => "z",
            ArrayType array when depth < ArrayType.MaxDepth => "[" + FormatReference(array.Item.Target, depth + 1),
            BuiltinType or ArrayType => "a",
            _ => FormatIndex(_standalone[type.Name]),
        };

    private string FormatSuffix(
        IReadOnlyList<string> releases,
        IReadOnlyList<string> all,
        IReadOnlyList<string> requiredIn,
        IReadOnlyList<string> features
    )
    {
        string available = releases.Count != all.Count ? $"@{FormatIndex(_sets.GetNumber(releases))}" : "";
        string required = requiredIn.Count > 0 ? $"/{FormatIndex(_sets.GetNumber(requiredIn))}" : "";
        string list = features.Count > 0 ? $"${string.Join(",", features.Select(SchemaTextName.Escape))}" : "";
        return available + required + list;
    }

    private static string FormatIndex(int index) => index.ToString(CultureInfo.InvariantCulture);
}
