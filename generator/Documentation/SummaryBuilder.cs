using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Documentation;

/// <summary>Builds the documentation of declarations: QEMU's text, then what name and type do not say.</summary>
/// <remarks>A summary is empty if there is nothing to say.</remarks>
/// <param name="releases">The labels of the merged dumps, or nothing.</param>
internal sealed class SummaryBuilder(SchemaMetadata metadata, QemuDocs docs, IReadOnlyList<string> releases)
{
    private const string NoResponse =
        "The command has a response only if it fails: the call completes when the request is sent.";

    /// <summary>Summarizes the client.</summary>
    /// <param name="qemuVersion">The QEMU release of the schema; null if it is not known.</param>
    public static string SummarizeClient(string? qemuVersion) =>
        qemuVersion is null ? "" : $"Generated from the schema of QEMU {Escape(qemuVersion)}.";

    /// <summary>Summarizes a command.</summary>
    public string SummarizeCommand(SchemaCommand command, string name) => SummarizeCommand(command, name, []);

    /// <summary>Summarizes the methods of a command.</summary>
    /// <param name="parameters">The parameters by the wire names of their members.</param>
    /// <param name="optional">The properties of the optional members.</param>
    public string SummarizeMethod(
        SchemaCommand command,
        string name,
        IEnumerable<(string WireName, string Parameter)> parameters,
        IEnumerable<string> optional
    )
    {
        string list = string.Join(", ", optional.Select(FormatCode));
        return SummarizeCommand(
            command,
            name,
            [
                .. parameters
                    .Select(member =>
                        (member.Parameter, Text: Base64Members.Describe(command.Name, member.WireName, sent: true))
                    )
                    .Where(parameter => parameter.Text.Length > 0)
                    .Select(parameter => $"{FormatCode(parameter.Parameter)}: {parameter.Text}"),
                list.Length == 0 ? "" : $"Optional, in {FormatCode(name)}: {list}.",
            ]
        );
    }

    /// <summary>Summarizes an event.</summary>
    public string SummarizeEvent(SchemaEvent @event, string name)
    {
        EntityDoc? doc = docs.Find(@event.Name);
        string derived = WireName.DeriveEvent(RemoveSuffix(name, "Event"));
        return Join(
            doc,
            @event.Features,
            DescribeQmpName(@event.Name, derived),
            DescribeSince(metadata.FindSince(@event), doc),
            DescribeReleases(@event)
        );
    }

    /// <summary>Summarizes a type.</summary>
    public string SummarizeType(SchemaType type)
    {
        EntityDoc? doc = docs.Find(FindName(type));
        return Join(doc, type.Features, DescribeSince(metadata.FindSince(type), doc), DescribeReleases(type));
    }

    /// <summary>Summarizes an enum's value.</summary>
    public string SummarizeEnumValue(EnumType type, EnumValue value, string name)
    {
        EntityDoc? doc = docs.Find(FindName(type), value.Name);
        return Join(
            doc,
            value.Features,
            DescribeQmpName(value.Name, WireName.Derive(name)),
            DescribeSince(metadata.FindSince(type, value), doc),
            AvailabilityText.Describe(value.Releases, type.Releases)
        );
    }

    /// <summary>Summarizes the branch of a union, which its type or else the value of the tag describes.</summary>
    public string SummarizeBranch(ObjectType union, EnumValue value, SchemaVariant? variant, string name)
    {
        EnumType type = (EnumType)union.Tag!.Type.Target;
        EntityDoc? selector = docs.Find(FindName(type), value.Name);
        EntityDoc? doc = docs.Find(FindName(variant?.Type.Target)) is { Text.Length: > 0 } found ? found : selector;
        return Join(
            doc,
            [],
            DescribeQmpName(value.Name, WireName.Derive(name)),
            DescribeSince(metadata.FindSince(type, value), selector),
            AvailabilityText.Describe(union.GetReleases(value, variant), union.Releases)
        );
    }

    /// <summary>Summarizes the branch of an alternate, which QEMU's source names and a dump does not.</summary>
    public string SummarizeAlternateBranch(AlternateType type, SchemaBranch branch)
    {
        EntityDoc? doc = docs.Find(FindName(type), FindName(branch.Type.Target) ?? "");
        return Join(doc, [], DescribeSince(null, doc));
    }

    /// <summary>Summarizes a member.</summary>
    /// <param name="whole">The command or event that the member is an argument of.</param>
    /// <param name="sent">Whether callers set the member.</param>
    public string SummarizeMember(ObjectType owner, SchemaMember member, SchemaEntity? whole, string name, bool sent)
    {
        EntityDoc? doc = docs.Find(whole?.Name, member.Name) ?? docs.Find(FindName(owner), member.Name);
        string qmpName = DescribeQmpName(member.Name, WireName.Derive(name));
        string since = DescribeSince(metadata.FindSince(owner, member), doc);
        string availability = AvailabilityText.Describe(owner, member);
        string base64 = member.Type.Target is BuiltinType { Kind: BuiltinKind.String }
            ? Base64Members.Describe(whole?.Name ?? metadata.FindName(owner), member.Name, sent)
            : "";

        // The type says that a member is optional; a summary that exists anyway repeats it.
        bool repeats = member.Optional && (base64 + qmpName + since + availability).Length + member.Features.Count > 0;
        return Join(doc, member.Features, repeats ? "Optional." : "", base64, qmpName, since, availability);
    }

    /// <summary>Measures the documentation of the arguments that the definition of a command or event has.</summary>
    public int MeasureParts(SchemaEntity whole) => docs.MeasureParts(whole.Name);

    private string SummarizeCommand(SchemaCommand command, string name, IReadOnlyList<string> more)
    {
        EntityDoc? doc = docs.Find(command.Name);
        return Join(
            doc,
            command.Features,
            [
                DescribeQmpName(command.Name, WireName.Derive(RemoveSuffix(name, "Command"))),
                DescribeSince(metadata.FindSince(command), doc),
                DescribeReleases(command),
                metadata.HasSuccessResponse(command) ? "" : NoResponse,
                Base64Members.DescribeResult(command.Name),
                .. more,
            ]
        );
    }

    /// <summary>The name of a type in QEMU's source; null if it is not known or not needed.</summary>
    private string? FindName(SchemaType? type) =>
        type switch
        {
            null => null,
            _ when docs.IsEmpty => null,
            BuiltinType => type.Name,
            ArrayType { Item.Target: not ArrayType } array => $"[{FindName(array.Item.Target)}]",
            _ => metadata.FindName(type),
        };

    private static string Join(EntityDoc? doc, IReadOnlyList<string> features, params string[] sentences)
    {
        string list = features.Count == 0 ? "" : $"Features: {string.Join(", ", features.Select(FormatCode))}.";
        string ours = string.Join(" ", sentences.Append(list).Where(sentence => sentence.Length > 0));
        if (doc is null)
        {
            return ours;
        }

        IEnumerable<string> notes = FindNotes(doc, features)
            .Select(feature => $"<para>{FormatCode(feature.Name)}: {feature.Text}</para>");
        string first = doc.Text.Length > 0 && ours.Length > 0 ? $"{doc.Text}\n<para>{ours}</para>" : doc.Text + ours;
        return string.Join("\n", notes.Prepend(first).Where(text => text.Length > 0));
    }

    private static IEnumerable<FeatureDoc> FindNotes(EntityDoc doc, IReadOnlyList<string> features)
    {
        if (features.Count == 0 || doc.Features.Count == 0)
        {
            return [];
        }

        HashSet<string> listed = new(features, StringComparer.Ordinal);
        return doc.Features.Where(feature => feature.Text.Length > 0 && listed.Contains(feature.Name));
    }

    /// <summary>Mentions the wire name unless it follows from the C# name.</summary>
    private static string DescribeQmpName(string wireName, string derived) =>
        wireName == derived ? "" : $"QMP name: {FormatCode(wireName)}.";

    private static string RemoveSuffix(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;

    private static string DescribeSince(string? known, EntityDoc? doc) =>
        (known ?? doc?.Since) is { } version ? $"Since QEMU {Escape(version)}." : "";

    private string DescribeReleases(SchemaEntity entity) => AvailabilityText.Describe(entity.Releases, releases);

    private static string FormatCode(string text) => $"<c>{Escape(text)}</c>";

    private static string Escape(string text) => DocText.EscapeAscii(text);
}
