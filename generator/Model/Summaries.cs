using System.Security;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>The one line of documentation that each declaration gets.</summary>
internal static class Summaries
{
    public static string Command(SchemaCommand command, SchemaFacts facts) =>
        $"The command {Code(command.Name)}.{SinceText(facts.Since(command))}{(command.AllowOob ? " May be executed out-of-band." : "")}"
        + $"{(facts.IsAnswered(command) ? "" : " Not answered when it succeeds: the call completes when the request has been sent.")}{FeaturesText(command.Features)}";

    public static string Event(SchemaEvent @event, string? since) => $"The event {Code(@event.Name)}.{SinceText(since)}{FeaturesText(@event.Features)}";

    public static string Enum(EnumType type, string name, string? since) =>
        $"{Code(name)}.{SinceText(since)} 0 is \"not set\", and refused when sent.{FeaturesText(type.Features)}";

    public static string EnumValue(EnumValue value, string? since) => $"{Code(value.Name)}.{SinceText(since)}{FeaturesText(value.Features)}";

    public static string Object(ObjectType type, string name, string? since) => type.Tag is { } tag
        ? $"{Code(name)}: a union with a branch for each {Code(tag.Name)}.{SinceText(since)}{FeaturesText(type.Features)}"
        : $"{Code(name)}.{SinceText(since)}{FeaturesText(type.Features)}";

    public static string Branch(string tag, string @case, string? since) => $"The branch whose {Code(tag)} is {Code(@case)}.{SinceText(since)}";

    public static string Alternate(AlternateType type, string name, string? since) =>
        $"{Code(name)}: a value of one of {type.Branches.Count} kinds.{SinceText(since)}{FeaturesText(type.Features)}";

    public static string AlternateBranch(string what) => $"The branch that is {what}.";

    public static string Member(SchemaMember member, string? since) =>
        $"{Code(member.Name)}{(member.Optional ? ", optional" : ", mandatory")}.{SinceText(since)}{FeaturesText(member.Features)}";

    public static string Tag(SchemaMember member, string? since) =>
        $"{Code(member.Name)}, which tells the branches apart.{SinceText(since)}{FeaturesText(member.Features)}";

    private static string SinceText(string? version) => version is null ? "" : $" Since QEMU {Escape(version)}.";

    private static string FeaturesText(IReadOnlyList<string> features) =>
        features.Count == 0 ? "" : $" Features: {string.Join(", ", features.Select(Code))}.";

    private static string Code(string text) => $"<c>{Escape(text)}</c>";

    // A name is any text in JSON; in a comment it must neither end the line nor break the XML.
    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')));
}
