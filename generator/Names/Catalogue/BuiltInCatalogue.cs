using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The catalogue in the assembly: schema/names.json.</summary>
internal static class BuiltInCatalogue
{
    private const string ResourceName = "names.json";

    private static readonly Lazy<NameCatalogue> s_value = new(Read);

    /// <summary>The catalogue, which is read once per process.</summary>
    public static NameCatalogue Value => s_value.Value;

    private static NameCatalogue Read()
    {
        using Stream stream = typeof(BuiltInCatalogue).Assembly.GetManifestResourceStream(ResourceName)!;
        using StreamReader reader = new(stream);
        return CatalogueReader.Read(new SourceFile(ResourceName, reader.ReadToEnd()), CancellationToken.None);
    }
}
