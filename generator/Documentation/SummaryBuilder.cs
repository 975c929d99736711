using System.Security;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Documentation;

/// <summary>Builds the documentation of declarations: QEMU's text, then what name and type do not say.</summary>
/// <remarks>A summary is empty if there is nothing to say.</remarks>
internal sealed class SummaryBuilder(SchemaMetadata metadata, QemuDocs docs)
{
    private const string NoResponse = "QEMU does not respond on success: the call completes when the request is sent.";

    /// <summary>The summary of the client.</summary>
    /// <param name="qemuVersion">The QEMU release of the schema; null if it is not known.</param>
    public static string Client(string? qemuVersion) =>
        qemuVersion is null ? "" : $"Generated from the schema of QEMU {Escape(qemuVersion)}.";

    /// <summary>The summary of a command and of its method.</summary>
    public string Command(SchemaCommand command, string name)
    {
        EntityDoc? doc = docs.Find(command.Name);
        return Join(
            doc,
            command.Features,
            QmpName(command.Name, WireName.Derive(WithoutSuffix(name, "Command"))),
            Since(metadata.SinceOf(command), doc),
            metadata.HasSuccessResponse(command) ? "" : NoResponse
        );
    }

    /// <summary>The summary of an event.</summary>
    public string Event(SchemaEvent @event, string name)
    {
        EntityDoc? doc = docs.Find(@event.Name);
        string derived = WireName.DeriveEvent(WithoutSuffix(name, "Event"));
        return Join(doc, @event.Features, QmpName(@event.Name, derived), Since(metadata.SinceOf(@event), doc));
    }

    /// <summary>The summary of a type.</summary>
    public string Type(SchemaType type)
    {
        EntityDoc? doc = docs.Find(NameOf(type));
        return Join(doc, type.Features, Since(metadata.SinceOf(type), doc));
    }

    /// <summary>The summary of an enum's value.</summary>
    public string EnumValue(EnumType type, EnumValue value, string name)
    {
        EntityDoc? doc = docs.Find(NameOf(type), value.Name);
        return Join(
            doc,
            value.Features,
            QmpName(value.Name, WireName.Derive(name)),
            Since(metadata.SinceOf(type, value), doc)
        );
    }

    /// <summary>The summary of a union's branch, which its type or else the value of the tag describes.</summary>
    public string Branch(SchemaMember tag, EnumValue value, SchemaVariant? variant, string name)
    {
        EnumType type = (EnumType)tag.Type.Target;
        EntityDoc? selector = docs.Find(NameOf(type), value.Name);
        EntityDoc? doc = docs.Find(NameOf(variant?.Type.Target)) is { Text.Length: > 0 } found ? found : selector;
        return Join(
            doc,
            [],
            QmpName(value.Name, WireName.Derive(name)),
            Since(metadata.SinceOf(type, value), selector)
        );
    }

    /// <summary>The summary of an alternate's branch, which QEMU's source names and a dump does not.</summary>
    public string AlternateBranch(AlternateType type, SchemaBranch branch)
    {
        EntityDoc? doc = docs.Find(NameOf(type), NameOf(branch.Type.Target) ?? "");
        return Join(doc, [], Since(null, doc));
    }

    /// <summary>The summary of a member.</summary>
    /// <param name="whole">The command or event that the member is an argument of.</param>
    public string Member(ObjectType owner, SchemaMember member, SchemaEntity? whole, string name)
    {
        EntityDoc? doc = docs.Find(whole?.Name, member.Name) ?? docs.Find(NameOf(owner), member.Name);
        string qmpName = QmpName(member.Name, WireName.Derive(name));
        string since = Since(metadata.SinceOf(owner, member), doc);

        // The type says that a member is optional; a summary that exists anyway repeats it.
        bool repeats = member.Optional && (qmpName + since).Length + member.Features.Count > 0;
        return Join(doc, member.Features, repeats ? "Optional." : "", qmpName, since);
    }

    /// <summary>The name of a type in QEMU's source; null if it is not known or not needed.</summary>
    private string? NameOf(SchemaType? type) =>
        type switch
        {
            null => null,
            _ when docs.IsEmpty => null,
            BuiltinType => type.Name,
            ArrayType { Item.Target: not ArrayType } array => $"[{NameOf(array.Item.Target)}]",
            _ => metadata.NameOf(type),
        };

    private static string Join(EntityDoc? doc, IReadOnlyList<string> features, params string[] sentences)
    {
        string list = features.Count == 0 ? "" : $"Features: {string.Join(", ", features.Select(Code))}.";
        string ours = string.Join(" ", sentences.Append(list).Where(sentence => sentence.Length > 0));
        if (doc is null)
        {
            return ours;
        }

        IEnumerable<string> notes = doc
            .Features.Where(feature => feature.Text.Length > 0 && features.Contains(feature.Name))
            .Select(feature => $"<para>{Code(feature.Name)}: {feature.Text}</para>");
        string first = doc.Text.Length > 0 && ours.Length > 0 ? $"{doc.Text}\n<para>{ours}</para>" : doc.Text + ours;
        return string.Join("\n", notes.Prepend(first).Where(text => text.Length > 0));
    }

    /// <summary>Mentions the wire name unless it follows from the C# name.</summary>
    private static string QmpName(string wireName, string derived) =>
        wireName == derived ? "" : $"QMP name: {Code(wireName)}.";

    private static string WithoutSuffix(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;

    private static string Since(string? known, EntityDoc? doc) =>
        (known ?? doc?.Since) is { } version ? $"Since QEMU {Escape(version)}." : "";

    private static string Code(string text) => $"<c>{Escape(text)}</c>";

    // A name is any text in JSON; in a comment it must neither end the line nor break the XML.
    private static string Escape(string text) =>
        SecurityElement.Escape(string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')));
}
