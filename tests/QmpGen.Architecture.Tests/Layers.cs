namespace QmpGen.Architecture.Tests;

/// <summary>The folders of a project in the order in which they build on one another, the lowest first.</summary>
/// <param name="Folder">The project's folder.</param>
/// <param name="Order">Its subfolders; the files beside them are the highest layer.</param>
internal sealed record Layers(string Folder, params string[] Order)
{
    /// <summary>Returns the layer of a file. Files that are not in a subfolder are in the highest layer.</summary>
    /// <exception cref="InvalidOperationException">The file is in a folder that the order does not list.</exception>
    public int LayerOf(string file)
    {
        string[] parts = file[(Folder.Length + 1)..].Split('/');
        if (parts.Length == 1)
        {
            return Order.Length;
        }

        int layer = Array.IndexOf(Order, parts[0]);
        return layer >= 0
            ? layer
            : throw new InvalidOperationException($"'{file}' is not in a known layer. Add '{parts[0]}' to the layers.");
    }

    /// <summary>Lists the uses of a symbol that is declared in a higher layer only.</summary>
    public IReadOnlyList<string> FindViolations(SourceProject project) =>
        [
            .. project
                .FindUses()
                .Where(use => use.File.StartsWith($"{Folder}/", StringComparison.Ordinal))
                .Select(use => (Use: use, Layer: LayerOf(use.File), Declared: LowestLayerOf(use)))
                .Where(found => found.Declared > found.Layer)
                .Select(found =>
                    $"{found.Use.File}({found.Use.Line}): '{found.Use.Name}' is in {NameOf(found.Declared)}"
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private int LowestLayerOf(SymbolUse use) =>
        use
            .DeclaringFiles.Where(file => file.StartsWith($"{Folder}/", StringComparison.Ordinal))
            .Select(LayerOf)
            .DefaultIfEmpty(0)
            .Min();

    private string NameOf(int layer) => layer == Order.Length ? "the root" : Order[layer];
}
