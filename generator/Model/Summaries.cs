using System.Security;
using QmpGen.Generator.Model.Documentation;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>The documentation that each declaration gets: one line of what we know, below QEMU's own text where the
/// project names QEMU's source.</summary>
internal sealed class Summaries(SchemaMetadata facts, QemuDocs docs)
{
    public string Command(SchemaCommand command)
    {
        EntityDoc? doc = docs.Find(command.Name);
        string since = SinceText(facts.SinceOf(command), doc);
        string oob = command.AllowOob ? " May be executed out-of-band." : "";
        string answer = facts.HasSuccessResponse(command)
            ? ""
            : " Not answered when it succeeds: the call completes when the request has been sent.";
        return Join(doc, $"The command {Code(command.Name)}.{since}{oob}{answer}", command.Features);
    }

    public string Event(SchemaEvent @event)
    {
        EntityDoc? doc = docs.Find(@event.Name);
        return Join(doc, $"The event {Code(@event.Name)}.{SinceText(facts.SinceOf(@event), doc)}", @event.Features);
    }

    public string Enum(EnumType type, string name) =>
        Type(type, Code(name), " 0 is \"not set\", and refused when sent.");

    public string EnumValue(EnumType type, EnumValue value)
    {
        EntityDoc? doc = docs.Find(NameOf(type), value.Name);
        return Join(doc, $"{Code(value.Name)}.{SinceText(facts.SinceOf(type, value), doc)}", value.Features);
    }

    public string Object(ObjectType type, string name) =>
        Type(type, type.Tag is { } tag ? $"{Code(name)}: a union with a branch for each {Code(tag.Name)}" : Code(name));

    /// <summary>A branch of a union is told about by its type, or else by the value that selects it.</summary>
    public string Branch(SchemaMember tag, EnumValue value, SchemaVariant? variant)
    {
        EnumType type = (EnumType)tag.Type.Target;
        EntityDoc? selects = docs.Find(NameOf(type), value.Name);
        EntityDoc? doc = docs.Find(NameOf(variant?.Type.Target)) is { Text.Length: > 0 } told ? told : selects;
        return Join(
            doc,
            $"The branch whose {Code(tag.Name)} is {Code(value.Name)}.{SinceText(facts.SinceOf(type, value), selects)}",
            []
        );
    }

    public string Alternate(AlternateType type, string name) =>
        Type(type, $"{Code(name)}: a value of one of {type.Branches.Count} kinds");

    /// <summary>A branch has no name in a dump, and in QEMU's source the one that is its type's. On one line, since it
    /// is printed in several places.</summary>
    public string AlternateBranch(AlternateType type, SchemaBranch branch, string what)
    {
        EntityDoc? doc = docs.Find(NameOf(type), NameOf(branch.Type.Target) ?? "");
        return Join(doc, $"The branch that is {what}.{SinceText(null, doc)}", []).Replace("\n", "");
    }

    /// <summary>A member of an object, or an argument of a command or an event, whose own documentation tells about it
    /// first.</summary>
    public string Member(ObjectType owner, SchemaMember member, SchemaEntity? whole) =>
        Member(owner, member, member.Optional ? ", optional" : ", mandatory", docs.Find(whole?.Name, member.Name));

    public string Tag(ObjectType union, SchemaMember tag) =>
        Member(union, tag, ", which tells the branches apart", null);

    private string Member(ObjectType owner, SchemaMember member, string what, EntityDoc? argument)
    {
        EntityDoc? doc = argument ?? docs.Find(NameOf(owner), member.Name);
        return Join(doc, $"{Code(member.Name)}{what}.{SinceText(facts.SinceOf(owner, member), doc)}", member.Features);
    }

    private string Type(SchemaType type, string what, string more = "")
    {
        EntityDoc? doc = docs.Find(NameOf(type));
        return Join(doc, $"{what}.{SinceText(facts.SinceOf(type), doc)}{more}", type.Features);
    }

    /// <summary>The name that a type has in QEMU's source; null where nobody asks or nobody knows.</summary>
    private string? NameOf(SchemaType? type) =>
        type switch
        {
            null => null,
            _ when docs.IsEmpty => null,
            BuiltinType => type.Name,
            ArrayType { Item.Target: not ArrayType } array => $"[{NameOf(array.Item.Target)}]",
            _ => facts.NameOf(type),
        };

    private static string Join(EntityDoc? doc, string known, IReadOnlyList<string> features)
    {
        string ours = features.Count == 0 ? known : $"{known} Features: {string.Join(", ", features.Select(Code))}.";
        if (doc is null)
        {
            return ours;
        }

        IEnumerable<string> notes = doc
            .Features.Where(feature => feature.Text.Length > 0 && features.Contains(feature.Name))
            .Select(feature => $"\n<para>{Code(feature.Name)}: {feature.Text}</para>");
        return (doc.Text.Length > 0 ? $"{doc.Text}\n<para>{ours}</para>" : ours) + string.Concat(notes);
    }

    private static string SinceText(string? known, EntityDoc? doc) =>
        (known ?? doc?.Since) is { } version ? $" Since QEMU {Escape(version)}." : "";

    private static string Code(string text) => $"<c>{Escape(text)}</c>";

    // A name is any text in JSON; in a comment it must neither end the line nor break the XML.
    private static string Escape(string text) =>
        SecurityElement.Escape(string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')));
}
