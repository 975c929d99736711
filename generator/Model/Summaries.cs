using System.Security;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>The documentation that each declaration gets.</summary>
internal sealed class Summaries(SchemaFacts facts)
{
    public string Command(SchemaCommand command) =>
        $"The command {Code(command.Name)}.{SinceText(facts.Since(command))}{(command.AllowOob ? " May be executed out-of-band." : "")}"
        + $"{(facts.IsAnswered(command) ? "" : " Not answered when it succeeds: the call completes when the request has been sent.")}{FeaturesText(command.Features)}";

    public string Event(SchemaEvent @event) => $"The event {Code(@event.Name)}.{SinceText(facts.Since(@event))}{FeaturesText(@event.Features)}";

    public string Enum(EnumType type, string name) =>
        $"{Code(name)}.{SinceText(facts.Since(type))} 0 is \"not set\", and refused when sent.{FeaturesText(type.Features)}";

    public string EnumValue(EnumType type, EnumValue value) => $"{Code(value.Name)}.{SinceText(facts.Since(type, value))}{FeaturesText(value.Features)}";

    public string Object(ObjectType type, string name) => type.Tag is { } tag
        ? $"{Code(name)}: a union with a branch for each {Code(tag.Name)}.{SinceText(facts.Since(type))}{FeaturesText(type.Features)}"
        : $"{Code(name)}.{SinceText(facts.Since(type))}{FeaturesText(type.Features)}";

    public string Branch(SchemaMember tag, EnumValue value) =>
        $"The branch whose {Code(tag.Name)} is {Code(value.Name)}.{SinceText(facts.Since((EnumType)tag.Type.Target, value))}";

    public string Alternate(AlternateType type, string name) =>
        $"{Code(name)}: a value of one of {type.Branches.Count} kinds.{SinceText(facts.Since(type))}{FeaturesText(type.Features)}";

    public static string AlternateBranch(string what) => $"The branch that is {what}.";

    public string Member(ObjectType owner, SchemaMember member) =>
        $"{Code(member.Name)}{(member.Optional ? ", optional" : ", mandatory")}.{SinceText(facts.Since(owner, member))}{FeaturesText(member.Features)}";

    public string Tag(ObjectType union, SchemaMember tag) =>
        $"{Code(tag.Name)}, which tells the branches apart.{SinceText(facts.Since(union, tag))}{FeaturesText(tag.Features)}";

    private static string SinceText(string? version) => version is null ? "" : $" Since QEMU {Escape(version)}.";

    private static string FeaturesText(IReadOnlyList<string> features) =>
        features.Count == 0 ? "" : $" Features: {string.Join(", ", features.Select(Code))}.";

    private static string Code(string text) => $"<c>{Escape(text)}</c>";

    // A name is any text in JSON; in a comment it must neither end the line nor break the XML.
    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')));
}
