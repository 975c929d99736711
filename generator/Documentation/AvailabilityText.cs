using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Documentation;

/// <summary>Describes which of the merged releases have something, if not all of them do.</summary>
internal static class AvailabilityText
{
    /// <summary>Describes a command, event, type, value or branch.</summary>
    /// <param name="releases">The releases that have it.</param>
    /// <param name="all">The releases that have what contains it.</param>
    public static string Describe(IReadOnlyList<string> releases, IReadOnlyList<string> all) =>
        FindShortest(releases, all) is { } place ? Format(place) + "." : "";

    /// <summary>Describes a member, and why it is optional.</summary>
    public static string Describe(ObjectType owner, SchemaMember member)
    {
        string place = Describe(member.Releases, owner.Releases);
        if (!member.Optional || member.RequiredIn.Count == 0)
        {
            return place;
        }

        if (member.RequiredIn.Count < member.Releases.Count)
        {
            return $"{place} Required in QEMU {Join(member.RequiredIn)}.".TrimStart();
        }

        return FindShortest(member.Releases, owner.Releases) switch
        {
            null => "",
            (true, _) => $"{place} Required in the others.",
            (false, [_]) only => $"{Format(only)}, which requires it.",
            { } only => $"{Format(only)}, which require it.",
        };
    }

    /// <summary>Finds the releases that have something or those that lack it, or null if all have it.</summary>
    private static (bool IsExclusion, IReadOnlyList<string> Labels)? FindShortest(
        IReadOnlyList<string> releases,
        IReadOnlyList<string> all
    )
    {
        string[] missing = [.. all.Except(releases, StringComparer.Ordinal)];
        return missing.Length == 0 || releases.Count == 0 ? null
            : missing.Length < releases.Count ? (true, missing)
            : (false, releases);
    }

    private static string Format((bool IsExclusion, IReadOnlyList<string> Labels) place) =>
        $"{(place.IsExclusion ? "Not" : "Only")} in QEMU {Join(place.Labels)}";

    private static string Join(IEnumerable<string> releases) => string.Join(", ", releases.Select(DocText.EscapeAscii));
}
