using System.Reflection;
using Microsoft.CodeAnalysis;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>The texts of the diagnostics.</summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "QmpGen";

    /// <summary>Where the page of each rule is.</summary>
    private static readonly string s_pages =
        typeof(DiagnosticDescriptors)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(metadata => metadata.Key == "RepositoryUrl")
            .Value + "/blob/main/docs/diagnostics/";

    private static readonly DiagnosticDescriptor s_unreadable = Error(
        Rules.Unreadable,
        "The schema file cannot be read",
        "The schema file '{0}' cannot be read. Check the path in the QmpSchema item."
    );

    private static readonly DiagnosticDescriptor s_notJson = Error(
        Rules.NotJson,
        "The schema file is not JSON",
        "The schema file is not JSON: {0}. Dump the schema again with query-qmp-schema."
    );

    private static readonly DiagnosticDescriptor s_noSchema = Error(
        Rules.NoSchema,
        "There is no schema in the file",
        "The file is JSON, but holds no schema: {0}. Expected is what query-qmp-schema returns: the array of entities with a 'meta-type' each, the whole reply, or the transcript of a session with it."
    );

    private static readonly DiagnosticDescriptor s_brokenEntity = Error(
        Rules.BrokenEntity,
        "An entity of the schema is broken",
        "The schema is broken here: {0}. The entity is left out. Dump the schema again with query-qmp-schema."
    );

    private static readonly DiagnosticDescriptor s_unknownMetaType = Warning(
        Rules.UnknownMetaType,
        "The schema has a meta-type that is not known",
        "The entity '{0}' has the meta-type '{1}', which this version of QmpGen does not know. It is left out: a value of it may be anything, arguments of it go into ExtraArguments. Look for a newer QmpGen."
    );

    private static readonly DiagnosticDescriptor s_unknownType = Warning(
        Rules.UnknownType,
        "The schema refers to a type that it lacks",
        "The schema has no type '{0}', to which it refers here. A value of it may be anything, a branch of it has no members, arguments of it go into ExtraArguments. Dump the schema again with query-qmp-schema."
    );

    private static readonly DiagnosticDescriptor s_duplicateEntity = Warning(
        Rules.DuplicateEntity,
        "The schema has two entities of one name",
        "The schema has another entity '{0}' before this one. This one is left out. Dump the schema again with query-qmp-schema."
    );

    private static readonly DiagnosticDescriptor s_brokenUnion = Warning(
        Rules.BrokenUnion,
        "A union of the schema is broken",
        "The object '{0}' is no union that could be read: {1}. It is taken for an object with the common members only. Dump the schema again with query-qmp-schema."
    );

    private static readonly DiagnosticDescriptor s_ambiguousAlternate = Warning(
        Rules.AmbiguousAlternate,
        "A branch of an alternate cannot be told apart",
        "The branch '{1}' of the alternate '{0}' is of no kind of JSON value of its own. It is left out. Dump the schema again with query-qmp-schema."
    );

    private static readonly DiagnosticDescriptor s_listedTwice = Error(
        Rules.ListedTwice,
        "The schema file is listed twice",
        "The schema file '{0}' is listed twice. Remove one of the QmpSchema items; for two namespaces, copy the file."
    );

    private static readonly DiagnosticDescriptor s_namespaceTaken = Error(
        Rules.NamespaceTaken,
        "Two schema files share a namespace",
        "The namespace '{0}' is taken by '{1}'. Give this QmpSchema item a Namespace of its own; nothing is generated from it."
    );

    private static readonly DiagnosticDescriptor s_badMetadata = Error(
        Rules.BadMetadata,
        "The QmpSchema item is not right",
        "The QmpSchema item of '{0}' has {1} '{2}', which {3}."
    );

    private static readonly DiagnosticDescriptor s_languageTooOld = Error(
        Rules.LanguageTooOld,
        "The C# version is too old",
        "The bindings need C# 14 or newer, and this project is compiled as C# {0}. Target net10.0 or newer, and remove a LangVersion below 14 from the project."
    );

    private static readonly DiagnosticDescriptor s_noArguments = Warning(
        Rules.NoArguments,
        "Arguments that are no object",
        "The members of '{0}' are given as the type '{1}', which is no object. They are left out; arguments go into ExtraArguments. Dump the schema again with query-qmp-schema."
    );

    private static readonly DiagnosticDescriptor s_badNames = Error(
        Rules.BadNames,
        "The file of names is broken",
        "The QmpNames item is no catalogue of names: {0}. Nothing of it is used. Make it again with 'qmpgen names'."
    );

    private static readonly DiagnosticDescriptor s_unknownBuiltin = Warning(
        Rules.UnknownBuiltin,
        "The schema has a builtin type that is not known",
        "The builtin type '{0}' has the JSON type '{1}', which this version of QmpGen does not know. A value of it may be anything. Look for a newer QmpGen."
    );

    private static readonly DiagnosticDescriptor s_namesCollide = Warning(
        Rules.NamesCollide,
        "Two names come out alike in C#",
        "Two names of {0} come out alike in C#: '{1}' is called {2}, '{3}' is called {4}. Use them under these names; NoWarn silences this message."
    );

    private static readonly DiagnosticDescriptor s_nothingSelected = Warning(
        Rules.NothingSelected,
        "A pattern selects nothing",
        "The selection of '{0}' {1}. {2}"
    );

    private static readonly DiagnosticDescriptor s_badSelect = Error(
        Rules.BadSelect,
        "The file of patterns cannot be read",
        "The file of patterns '{0}' cannot be read. Check the Select of the QmpSchema item; everything is generated meanwhile."
    );

    private static readonly DiagnosticDescriptor s_badDocs = Warning(
        Rules.BadDocs,
        "A file of QEMU's source cannot be read",
        "The file is no QAPI source that could be read: {0}. Nothing of it is used for documentation. Name with Docs the folder 'qapi' or 'qga' of QEMU's own source, or the one above."
    );

    private static readonly DiagnosticDescriptor s_internal = Error(
        Rules.Internal,
        "QmpGen has failed",
        "QmpGen has failed on this schema, which is its own fault: {0}. Please report it together with the schema."
    );

    private static readonly Dictionary<string, DiagnosticDescriptor> s_all = new DiagnosticDescriptor[]
    {
        s_unreadable,
        s_notJson,
        s_noSchema,
        s_brokenEntity,
        s_unknownMetaType,
        s_unknownType,
        s_duplicateEntity,
        s_brokenUnion,
        s_ambiguousAlternate,
        s_listedTwice,
        s_namespaceTaken,
        s_badMetadata,
        s_languageTooOld,
        s_noArguments,
        s_badNames,
        s_unknownBuiltin,
        s_namesCollide,
        s_nothingSelected,
        s_badSelect,
        s_badDocs,
        s_internal,
    }.ToDictionary(descriptor => descriptor.Id);

    /// <summary>The descriptor of a rule.</summary>
    public static DiagnosticDescriptor Of(string rule) => s_all[rule];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Rule(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Rule(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: $"{s_pages}{id}.md");
}
