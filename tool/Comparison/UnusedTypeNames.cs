using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Tool.Comparison;

/// <summary>Names the types of a dump that no command or event uses.</summary>
/// <remarks>
/// Such a type does not have a place to compare with QEMU's source. It gets the name of the only type that has exactly
/// its parts and that is not another type of the dump.
/// </remarks>
internal sealed class UnusedTypeNames(IEnumerable<NameCatalogue> catalogues, IReadOnlySet<string> usedNames)
{
    private readonly Lazy<ILookup<string, string>> _names = new(() =>
        catalogues
            .SelectMany(catalogue => catalogue.Releases)
            .SelectMany(release =>
                release
                    .Catalogue.Entries.Where(entry =>
                        entry.Releases.Contains(release.Index) && !usedNames.Contains(entry.Name)
                    )
                    .Select(entry =>
                        (
                            entry.Name,
                            Parts: FormatParts(entry.Kind, release.GetPlaces(entry).Select(place => place.Key))
                        )
                    )
            )
            .Distinct()
            .ToLookup(entry => entry.Parts, entry => entry.Name, StringComparer.Ordinal)
    );

    /// <summary>Finds QEMU's name of a type, or null.</summary>
    public string? Find(DumpNode type)
    {
        string[] names = [.. _names.Value[FormatParts(type.Kind, type.Places.Select(place => place.Key))]];
        return names is [var name] ? name : null;
    }

    private static string FormatParts(EntryKind kind, IEnumerable<PlaceKey> keys) =>
        $"{kind}:{string.Join('\n', keys.Select(key => $"{key.Role} {key.Name}").Order(StringComparer.Ordinal))}";
}
