namespace QmpGen.Generator.Diagnostics;

/// <summary>The rules that an input file can break. <c>docs/diagnostics</c> has a page for each.</summary>
internal static class DiagnosticRules
{
    public static readonly DiagnosticRule UnreadableSchema = DiagnosticRule.Error(
        "QMPGEN001",
        "The schema file cannot be read",
        "The schema file '{0}' cannot be read. Check the path in the QmpSchema item."
    );

    public static readonly DiagnosticRule NotJson = DiagnosticRule.Error(
        "QMPGEN002",
        "The schema file is not JSON",
        "The schema file is not JSON: {0}. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule NoSchema = DiagnosticRule.Error(
        "QMPGEN003",
        "There is no schema in the file",
        "The file is JSON, but holds no schema: {0}. Expected is what query-qmp-schema returns: the array of entities with a 'meta-type' each, the whole reply, or the transcript of a session with it."
    );

    public static readonly DiagnosticRule BrokenEntity = DiagnosticRule.Error(
        "QMPGEN004",
        "An entity of the schema is broken",
        "The schema is broken here: {0}. The entity is left out. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule UnknownMetaType = DiagnosticRule.Warning(
        "QMPGEN005",
        "The schema has a meta-type that is not known",
        "The entity '{0}' has the meta-type '{1}', which this version of QmpGen does not know. It is left out: a value of it may be anything, arguments of it go into ExtraArguments. Look for a newer QmpGen."
    );

    public static readonly DiagnosticRule MissingType = DiagnosticRule.Warning(
        "QMPGEN006",
        "The schema refers to a type that it lacks",
        "The schema has no type '{0}', to which it refers here. A value of it may be anything, a branch of it has no members, arguments of it go into ExtraArguments. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule DuplicateEntity = DiagnosticRule.Warning(
        "QMPGEN007",
        "The schema has two entities of one name",
        "The schema has another entity '{0}' before this one. This one is left out. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule BrokenUnion = DiagnosticRule.Warning(
        "QMPGEN008",
        "A union of the schema is broken",
        "The object '{0}' is no union that could be read: {1}. It is taken for an object with the common members only. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule AmbiguousAlternate = DiagnosticRule.Warning(
        "QMPGEN009",
        "A branch of an alternate cannot be told apart",
        "The branch '{1}' of the alternate '{0}' is of no kind of JSON value of its own. It is left out. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule DuplicateFile = DiagnosticRule.Error(
        "QMPGEN010",
        "The schema file is listed twice",
        "The schema file '{0}' is listed twice. Remove one of the QmpSchema items; for two namespaces, copy the file."
    );

    public static readonly DiagnosticRule DuplicateNamespace = DiagnosticRule.Error(
        "QMPGEN011",
        "Two schema files share a namespace",
        "The namespace '{0}' is taken by '{1}'. Give this QmpSchema item a Namespace of its own; nothing is generated from it."
    );

    public static readonly DiagnosticRule InvalidMetadata = DiagnosticRule.Error(
        "QMPGEN012",
        "The QmpSchema item is not right",
        "The QmpSchema item of '{0}' has {1} '{2}', which {3}."
    );

    public static readonly DiagnosticRule UnsupportedLanguageVersion = DiagnosticRule.Error(
        "QMPGEN013",
        "The C# version is too old",
        "The bindings need C# 14 or newer, and this project is compiled as C# {0}. Target net10.0 or newer, and remove a LangVersion below 14 from the project."
    );

    public static readonly DiagnosticRule NonObjectArguments = DiagnosticRule.Warning(
        "QMPGEN014",
        "Arguments that are no object",
        "The members of '{0}' are given as the type '{1}', which is no object. They are left out; arguments go into ExtraArguments. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule InvalidNames = DiagnosticRule.Error(
        "QMPGEN015",
        "The file of names is broken",
        "The QmpNames item is no catalogue of names: {0}. Nothing of it is used. Make it again with 'qmpgen names'."
    );

    public static readonly DiagnosticRule UnknownBuiltin = DiagnosticRule.Warning(
        "QMPGEN016",
        "The schema has a builtin type that is not known",
        "The builtin type '{0}' has the JSON type '{1}', which this version of QmpGen does not know. A value of it may be anything. Look for a newer QmpGen."
    );

    public static readonly DiagnosticRule NameCollision = DiagnosticRule.Warning(
        "QMPGEN017",
        "Two names come out alike in C#",
        "Two names of {0} come out alike in C#: '{1}' is called {2}, '{3}' is called {4}. Use them under these names; NoWarn silences this message."
    );

    public static readonly DiagnosticRule UnmatchedPattern = DiagnosticRule.Warning(
        "QMPGEN018",
        "A pattern selects nothing",
        "The selection of '{0}' {1}. {2}"
    );

    public static readonly DiagnosticRule UnreadablePatterns = DiagnosticRule.Error(
        "QMPGEN019",
        "The file of patterns cannot be read",
        "The file of patterns '{0}' cannot be read. Check the Select of the QmpSchema item; everything is generated meanwhile."
    );

    public static readonly DiagnosticRule UnreadableDocs = DiagnosticRule.Warning(
        "QMPGEN020",
        "A file of QEMU's source cannot be read",
        "The file is no QAPI source that could be read: {0}. Nothing of it is used for documentation. Name with Docs the folder 'qapi' or 'qga' of QEMU's own source, or the one above."
    );

    public static readonly DiagnosticRule InternalError = DiagnosticRule.Error(
        "QMPGEN099",
        "QmpGen has failed",
        "QmpGen has failed on this schema, which is its own fault: {0}. Please report it together with the schema."
    );

    /// <summary>All rules, in the order of their ids.</summary>
    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        UnreadableSchema,
        NotJson,
        NoSchema,
        BrokenEntity,
        UnknownMetaType,
        MissingType,
        DuplicateEntity,
        BrokenUnion,
        AmbiguousAlternate,
        DuplicateFile,
        DuplicateNamespace,
        InvalidMetadata,
        UnsupportedLanguageVersion,
        NonObjectArguments,
        InvalidNames,
        UnknownBuiltin,
        NameCollision,
        UnmatchedPattern,
        UnreadablePatterns,
        UnreadableDocs,
        InternalError,
    ];
}
