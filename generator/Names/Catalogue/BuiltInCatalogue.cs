namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The catalogue that is a part of QmpGen: schema/names.json.</summary>
internal static class BuiltInCatalogue
{
    private static readonly Lazy<NameCatalogue> s_value = new(Read);

    /// <summary>The catalogue, read once per process.</summary>
    public static NameCatalogue Value => s_value.Value;

    /// <summary>Begins to read it beside what the caller does, which spares a build a tenth of a second: the catalogue
    /// is as large as a schema.</summary>
    public static void Prepare() => _ = Task.Run(static () => s_value.Value);

    private static NameCatalogue Read()
    {
        using Stream stream = typeof(BuiltInCatalogue).Assembly.GetManifestResourceStream("names.json")!;
        using StreamReader reader = new(stream);
        return CatalogueReader.Read(reader.ReadToEnd(), CancellationToken.None);
    }
}
