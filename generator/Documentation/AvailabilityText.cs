using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Documentation;

/// <summary>Describes which of the merged releases have something, if not all of them do.</summary>
internal static class AvailabilityText
{
    /// <summary>Describes a command, event, type, value or branch.</summary>
    /// <param name="releases">The releases that have it.</param>
    /// <param name="all">The releases that have what contains it.</param>
    public static string Describe(IReadOnlyList<string> releases, IReadOnlyList<string> all) =>
        DescribePlace(releases, all) is { Length: > 0 } text ? text + "." : "";

    /// <summary>Describes a member, and why it is optional.</summary>
    public static string Describe(ObjectType owner, SchemaMember member)
    {
        string place = DescribePlace(member.Releases, owner.Releases);
        bool isRequired = member.Optional && member.RequiredIn.Count > 0;
        return !isRequired ? Describe(member.Releases, owner.Releases)
            : member.RequiredIn.Count < member.Releases.Count
                ? $"{(place.Length == 0 ? "" : place + ". ")}Required in QEMU {Join(member.RequiredIn)}."
            : place.Length == 0 ? ""
            : place.StartsWith("Not", StringComparison.Ordinal) ? $"{place}. Required in the others."
            : $"{place}, which require it.";
    }

    private static string DescribePlace(IReadOnlyList<string> releases, IReadOnlyList<string> all)
    {
        string[] missing = [.. all.Except(releases, StringComparer.Ordinal)];
        return missing.Length == 0 || releases.Count == 0 ? ""
            : missing.Length < releases.Count ? $"Not in QEMU {Join(missing)}"
            : $"Only in QEMU {Join(releases)}";
    }

    private static string Join(IEnumerable<string> releases) => string.Join(", ", releases.Select(DocText.EscapeAscii));
}
