namespace QmpGen.Generator;

/// <summary>The names of the pipeline's steps, for tests. Steps of one name only prepare the next step.</summary>
internal static class TrackingNames
{
    /// <summary>The C# version, if it is too old.</summary>
    public const string LanguageVersion = nameof(LanguageVersion);

    /// <summary>Every additional file with its options, as Roslyn's objects.</summary>
    public const string AdditionalFiles = nameof(AdditionalFiles);

    /// <summary>The files of QmpGen's items.</summary>
    public const string ItemFiles = nameof(ItemFiles);

    /// <summary>The schemas, with their options and the files that they use.</summary>
    public const string SchemaInputs = nameof(SchemaInputs);

    /// <summary>The parsed files for all schemas: names, documentation and projects.</summary>
    public const string SharedFiles = nameof(SharedFiles);

    /// <summary>The models and problems of the schemas.</summary>
    public const string Bindings = nameof(Bindings);

    /// <summary>The models of the generated files.</summary>
    public const string Units = nameof(Units);

    /// <summary>The problems to report.</summary>
    public const string Problems = nameof(Problems);

    /// <summary>All values of another step in one array.</summary>
    public const string Collected = nameof(Collected);

    /// <summary>Pairs of values of two other steps.</summary>
    public const string Combined = nameof(Combined);
}
