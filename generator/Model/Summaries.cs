using System.Security;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>The one line of documentation that each declaration gets.</summary>
internal static class Summaries
{
    public static string Command(SchemaCommand command) =>
        $"The command {Code(command.Name)}.{(command.AllowOob ? " May be executed out-of-band." : "")}{FeaturesText(command.Features)}";

    public static string Event(SchemaEvent @event) => $"The event {Code(@event.Name)}.{FeaturesText(@event.Features)}";

    public static string Enum(EnumType type, string name) =>
        $"{Code(name)}. 0 is \"not set\", and refused when sent.{FeaturesText(type.Features)}";

    public static string EnumValue(EnumValue value) => $"{Code(value.Name)}.{FeaturesText(value.Features)}";

    public static string Object(ObjectType type, string name) => type.Tag is { } tag
        ? $"{Code(name)}: a union with a branch for each {Code(tag.Name)}.{FeaturesText(type.Features)}"
        : $"{Code(name)}.{FeaturesText(type.Features)}";

    public static string Branch(string tag, string @case) => $"The branch whose {Code(tag)} is {Code(@case)}.";

    public static string Alternate(AlternateType type, string name) =>
        $"{Code(name)}: a value of one of {type.Branches.Count} kinds.{FeaturesText(type.Features)}";

    public static string AlternateBranch(string what) => $"The branch that is {what}.";

    public static string Member(SchemaMember member) =>
        $"{Code(member.Name)}{(member.Optional ? ", optional" : "")}.{FeaturesText(member.Features)}";

    public static string Tag(SchemaMember member) => $"{Code(member.Name)}, which tells the branches apart.{FeaturesText(member.Features)}";

    private static string FeaturesText(IReadOnlyList<string> features) =>
        features.Count == 0 ? "" : $" Features: {string.Join(", ", features.Select(Code))}.";

    private static string Spaced(string name) => Code(name);

    // A name is any text in JSON; in a comment it must neither end the line nor break the XML.
    private static string Code(string text) => $"<c>{SecurityElement.Escape(string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')))}</c>";
}
