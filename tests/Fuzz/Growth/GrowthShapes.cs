namespace QmpGen.Fuzz.Growth;

/// <summary>All kinds of hostile input.</summary>
internal static class GrowthShapes
{
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        .. SchemaShapes.All,
        .. SelectionShapes.All,
        .. DocsShapes.All,
        .. CatalogueShapes.All,
        .. ReadingShapes.All,
        .. WireShapes.All,
    ];
}
