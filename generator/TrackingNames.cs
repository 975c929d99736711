namespace QmpGen.Generator;

/// <summary>The names of the pipeline's steps, for the tests of what runs again.</summary>
internal static class TrackingNames
{
    public const string LanguageVersion = nameof(LanguageVersion);
    public const string SchemaFiles = nameof(SchemaFiles);
    public const string SchemaInputs = nameof(SchemaInputs);
    public const string NamesFiles = nameof(NamesFiles);
    public const string Names = nameof(Names);
    public const string DocsFiles = nameof(DocsFiles);
    public const string DocsReadings = nameof(DocsReadings);
    public const string Docs = nameof(Docs);
    public const string DocumentedInputs = nameof(DocumentedInputs);
    public const string Bindings = nameof(Bindings);
    public const string Units = nameof(Units);
    public const string Diagnostics = nameof(Diagnostics);
}
