namespace QmpGen.Fuzz.Growth;

/// <summary>All kinds of hostile input.</summary>
internal static class GrowthShapes
{
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        .. NameShapes.All,
        .. NestingShapes.All,
        .. ProductShapes.All,
        .. CountShapes.All,
        .. MergeShapes.All,
        .. SelectionShapes.All,
        .. DocsShapes.All,
        .. CatalogueShapes.All,
        .. ReadingShapes.All,
        .. WireShapes.All,
    ];
}
