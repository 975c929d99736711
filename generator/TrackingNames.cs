namespace QmpGen.Generator;

/// <summary>The names of the pipeline's steps, for the tests of what runs again.</summary>
internal static class TrackingNames
{
    public const string LanguageVersion = nameof(LanguageVersion);
    public const string AdditionalFiles = nameof(AdditionalFiles);
    public const string SchemaFiles = nameof(SchemaFiles);
    public const string AllSchemaFiles = nameof(AllSchemaFiles);
    public const string SchemaInputs = nameof(SchemaInputs);
    public const string SelectFiles = nameof(SelectFiles);
    public const string AllSelectFiles = nameof(AllSelectFiles);
    public const string InputsWithSelectFiles = nameof(InputsWithSelectFiles);
    public const string SelectedInputs = nameof(SelectedInputs);
    public const string NamesFiles = nameof(NamesFiles);
    public const string AllNamesFiles = nameof(AllNamesFiles);
    public const string Names = nameof(Names);
    public const string InputsWithNames = nameof(InputsWithNames);
    public const string InputsWithLanguage = nameof(InputsWithLanguage);
    public const string DocsFiles = nameof(DocsFiles);
    public const string DocsReadings = nameof(DocsReadings);
    public const string AllDocsReadings = nameof(AllDocsReadings);
    public const string Docs = nameof(Docs);
    public const string InputsWithDocs = nameof(InputsWithDocs);
    public const string DocumentedInputs = nameof(DocumentedInputs);
    public const string DocsDiagnostics = nameof(DocsDiagnostics);
    public const string Bindings = nameof(Bindings);
    public const string Units = nameof(Units);
    public const string Diagnostics = nameof(Diagnostics);
    public const string NamesDiagnostics = nameof(NamesDiagnostics);
}
