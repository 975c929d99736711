namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A node of a dump and the entry of the catalogue that may be the same thing.</summary>
internal readonly record struct Pair(DumpNode Node, CatalogueEntry Entry);

/// <summary>One release of a catalogue.</summary>
internal sealed class CatalogueRelease(NameCatalogue catalogue, int index)
{
    public NameCatalogue Catalogue => catalogue;

    /// <summary>Its place among the releases that the catalogue's entries speak of.</summary>
    public int Index => index;

    public string Name => catalogue.ReleaseNames[index];

    /// <summary>The entry of a name that the release has in this kind, or null.</summary>
    public CatalogueEntry? Find(EntryKind kind, string name) =>
        catalogue.Find(kind, name) is { } entry && entry.Releases.Contains(index) ? entry : null;

    /// <summary>The type of a name, whatever its kind, or null.</summary>
    public CatalogueEntry? FindType(string name) =>
        Find(EntryKind.Object, name) ?? Find(EntryKind.Enum, name) ?? Find(EntryKind.Alternate, name);

    /// <summary>Commands and events of a dump with the entries of their names, where the release has them.</summary>
    public IEnumerable<Pair> Pair(IEnumerable<DumpNode> roots)
    {
        foreach (DumpNode root in roots)
        {
            if (Find(root.Kind, root.Entity.Name) is { } entry)
            {
                yield return new Pair(root, entry);
            }
        }
    }

    /// <summary>What the release has in a place, or null.</summary>
    public CataloguePart? PartOf(CatalogueEntry entry, PartKey key) => entry[key].FirstOrDefault(part => part.Releases.Contains(index));

    /// <summary>All that the release has in an entry.</summary>
    public IEnumerable<CataloguePart> PartsOf(CatalogueEntry entry) => entry.Parts.Where(part => part.Releases.Contains(index));

    /// <summary>Whether the release has the same in a place as the dump, as far as a dump can tell.</summary>
    /// <param name="part">The place in the dump.</param>
    /// <param name="entry">What it is a place of.</param>
    /// <param name="below">The types that stand there, where they have parts to compare.</param>
    public bool Matches(DumpPart part, CatalogueEntry entry, out Pair? below)
    {
        below = null;
        if (PartOf(entry, part.Key) is not { } there)
        {
            return false;
        }

        SourceType type = SourceType.Parse(there.Type);
        if (part.Target is null)
        {
            return part.Builtin == type.Builtin && part.Lists == type.Lists;
        }

        if (part.Lists != type.Lists || Find(part.Target.Kind, type.Name) is not { } found)
        {
            return false;
        }

        below = new Pair(part.Target, found);
        return true;
    }
}
