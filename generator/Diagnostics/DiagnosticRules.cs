namespace QmpGen.Generator.Diagnostics;

/// <summary>The rules that an input file or the user's code can break. <c>docs/diagnostics</c> has a page for
/// each.</summary>
internal static class DiagnosticRules
{
    public static readonly DiagnosticRule UnreadableSchema = DiagnosticRule.Error(
        "QMPGEN001",
        "Schema file cannot be read",
        "Cannot read the schema file '{0}'. Correct the path in the QmpSchema item."
    );

    public static readonly DiagnosticRule NotJson = DiagnosticRule.Error(
        "QMPGEN002",
        "Schema file is not JSON",
        "The schema file is not JSON: {0}. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule NoSchema = DiagnosticRule.Error(
        "QMPGEN003",
        "File does not contain a schema",
        "The file does not contain a schema: {0}. "
            + "Save what query-qmp-schema returns: the array of entities, the whole response, or the transcript."
    );

    public static readonly DiagnosticRule InvalidEntity = DiagnosticRule.Error(
        "QMPGEN004",
        "Schema entity is invalid",
        "The entity is invalid: {0}. It is ignored. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule UnknownMetaType = DiagnosticRule.Warning(
        "QMPGEN005",
        "Meta-type is unknown",
        "The entity '{0}' has the meta-type '{1}', which this version of QmpGen does not support. "
            + "It is ignored: its values have the type QmpValue, its arguments belong in ExtraArguments. Update QmpGen."
    );

    public static readonly DiagnosticRule MissingType = DiagnosticRule.Warning(
        "QMPGEN006",
        "Type is missing in the schema",
        "The schema does not contain the type '{0}'. Its values have the type QmpValue, its union branches are empty, "
            + "its arguments belong in ExtraArguments. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule DuplicateEntity = DiagnosticRule.Warning(
        "QMPGEN007",
        "Entity is defined more than once",
        "The schema defines '{0}' more than once. Only the first definition is used. "
            + "Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule InvalidUnion = DiagnosticRule.Warning(
        "QMPGEN008",
        "Union is invalid",
        "The union '{0}' is invalid: {1}. Only its common members are generated. "
            + "Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule AmbiguousBranch = DiagnosticRule.Warning(
        "QMPGEN009",
        "Alternate branch is ambiguous",
        "The branch '{1}' of the alternate '{0}' accepts the same JSON values as another branch. It is ignored. "
            + "Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule DuplicateFile = DiagnosticRule.Error(
        "QMPGEN010",
        "Schema file is listed more than once",
        "The schema file '{0}' is listed more than once. "
            + "Remove one of the QmpSchema items. To use two namespaces, copy the file."
    );

    public static readonly DiagnosticRule ContradictoryItems = DiagnosticRule.Error(
        "QMPGEN011",
        "Items of one namespace contradict each other",
        "The QmpSchema items of '{0}' and '{1}' have the same namespace, but {2} is '{3}' here and '{4}' there. "
            + "The first item applies. {5}"
    );

    public static readonly DiagnosticRule InvalidMetadata = DiagnosticRule.Error(
        "QMPGEN012",
        "Metadata of the QmpSchema item is invalid",
        "The QmpSchema item of '{0}' {1}."
    );

    public static readonly DiagnosticRule UnsupportedLanguageVersion = DiagnosticRule.Error(
        "QMPGEN013",
        "C# version is too old",
        "The bindings require C# 14 or newer, but the project uses C# {0}. "
            + "Target net10.0 or newer, and remove LangVersion settings below 14."
    );

    public static readonly DiagnosticRule NonObjectArguments = DiagnosticRule.Warning(
        "QMPGEN014",
        "Command arguments must be an object",
        "The arguments or data of '{0}' have the type '{1}', which is not an object. They are ignored. "
            + "For a command, pass arguments in ExtraArguments. Dump the schema again with query-qmp-schema."
    );

    public static readonly DiagnosticRule InvalidNames = DiagnosticRule.Error(
        "QMPGEN015",
        "Names file is invalid",
        "The names file is invalid: {0}. It is ignored. Create it again with 'qmpgen names'."
    );

    public static readonly DiagnosticRule UnknownBuiltin = DiagnosticRule.Warning(
        "QMPGEN016",
        "Builtin type is unknown",
        "The builtin type '{0}' has the JSON type '{1}', which this version of QmpGen does not support. "
            + "Its values have the type QmpValue. Update QmpGen."
    );

    public static readonly DiagnosticRule NameCollision = DiagnosticRule.Warning(
        "QMPGEN017",
        "Two names are the same in C#",
        "In {0}, two QMP names have the same C# name: '{1}' becomes {2}, '{3}' becomes {4}. "
            + "Use these C# names, or silence this warning with NoWarn."
    );

    public static readonly DiagnosticRule UnmatchedPattern = DiagnosticRule.Warning(
        "QMPGEN018",
        "Pattern matches nothing",
        "Selection of '{0}': {1}. {2}"
    );

    public static readonly DiagnosticRule UnreadableFilter = DiagnosticRule.Error(
        "QMPGEN019",
        "Filter file cannot be read",
        "Cannot read the filter file '{0}'. Everything is generated. Correct Select in the QmpSchema item."
    );

    public static readonly DiagnosticRule UnreadableDocs = DiagnosticRule.Warning(
        "QMPGEN020",
        "QAPI file cannot be read",
        "Cannot read the QAPI file: {0}. It is not used for documentation. "
            + "Set Docs to the folder 'qapi' or 'qga' of QEMU's source, or to its parent folder."
    );

    public static readonly DiagnosticRule UnknownMetadata = DiagnosticRule.Warning(
        "QMPGEN023",
        "Metadata is unknown",
        "The {0} item has the unknown metadata '{1}', which has no effect. {2}"
    );

    public static readonly DiagnosticRule LimitExceeded = DiagnosticRule.Warning(
        "QMPGEN024",
        "Schema exceeds a limit",
        "{0} exceeds a limit: {1}. {2}"
    );

    public static readonly DiagnosticRule UnmergeablePlace = DiagnosticRule.Warning(
        "QMPGEN025",
        "Types of several releases cannot be merged",
        "The type of {0} in QEMU {1} cannot be merged with that in QEMU {2} ({3}). "
            + "Its values have the type QmpValue. To use typed values, list one of the dumps in another namespace."
    );

    public static readonly DiagnosticRule InternalError = DiagnosticRule.Error(
        "QMPGEN099",
        "Internal error in QmpGen",
        "Internal error in QmpGen: {0}. Please report it with the schema."
    );

    public static readonly DiagnosticRule UnguardedUse = DiagnosticRule.Warning(
        "QMPGEN101",
        "Not every QEMU has this feature",
        "'{0}' is not in QEMU {1}. Check {2} first, or catch QmpNotSupportedException, "
            + "or mark the caller with QmpRequires."
    );

    public static readonly DiagnosticRule RedundantGuard = DiagnosticRule.Info(
        "QMPGEN102",
        "The check is always true",
        "'{0}' is in every supported QEMU: {1}. Remove the check."
    );

    public static readonly DiagnosticRule UnknownMinimum = DiagnosticRule.Warning(
        "QMPGEN103",
        "Minimum release is unknown",
        "The release '{0}' is not in {1}. QmpMinimumRelease has no effect. Use one of the labels {2}."
    );

    /// <summary>All rules, in the order of their ids.</summary>
    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        UnreadableSchema,
        NotJson,
        NoSchema,
        InvalidEntity,
        UnknownMetaType,
        MissingType,
        DuplicateEntity,
        InvalidUnion,
        AmbiguousBranch,
        DuplicateFile,
        ContradictoryItems,
        InvalidMetadata,
        UnsupportedLanguageVersion,
        NonObjectArguments,
        InvalidNames,
        UnknownBuiltin,
        NameCollision,
        UnmatchedPattern,
        UnreadableFilter,
        UnreadableDocs,
        UnknownMetadata,
        LimitExceeded,
        UnmergeablePlace,
        InternalError,
        UnguardedUse,
        RedundantGuard,
        UnknownMinimum,
    ];

    /// <summary>The rules of the analyzer. The generator reports the others.</summary>
    public static IReadOnlyList<DiagnosticRule> Analysis { get; } = [UnguardedUse, RedundantGuard, UnknownMinimum];
}
