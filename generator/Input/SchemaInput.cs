using System.Collections.Immutable;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Model;
using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Input;

/// <summary>A schema file with everything that its bindings depend on.</summary>
/// <param name="Options">The options of the item, or null if nothing can be generated.</param>
/// <param name="FilterFile">The file in the Select metadata of the item, if it is set.</param>
/// <param name="Problems">The problems of the item.</param>
internal sealed record SchemaInput(
    SchemaFile File,
    SchemaOptions? Options,
    ItemFile? FilterFile,
    EquatableArray<Problem> Problems
)
{
    /// <summary>The QmpNames files of the project, the most important first.</summary>
    public EquatableArray<NamesFile> Names { get; init; } = [];

    /// <summary>The files in the Docs folder of the item.</summary>
    public EquatableArray<DocsFile> Docs { get; init; } = [];

    /// <summary>Creates the inputs from all files of a project.</summary>
    /// <param name="shared">The parsed files among them that several schemas can use.</param>
    /// <remarks>The first file with a namespace gets it; the others are problems.</remarks>
    public static IEnumerable<SchemaInput> Resolve(ImmutableArray<ItemFile> files, ImmutableArray<SharedFile> shared)
    {
        // Namespaces that differ only in case would have the same file names.
        Dictionary<string, SchemaFile> owners = new(StringComparer.OrdinalIgnoreCase);
        ProjectFile[] projects = [.. shared.OfType<ProjectFile>()];
        EquatableArray<NamesFile> names = shared.OfType<NamesFile>().ToEquatableArray();
        foreach (SchemaFile file in files.OfType<SchemaFile>().Select(file => Locate(file, projects)))
        {
            if (owners.TryGetValue(file.Namespace, out SchemaFile? owner))
            {
                yield return Reject(
                    file,
                    owner.Path == file.Path
                        ? new Problem(DiagnosticRules.DuplicateFile, SourceLocation.FromFile(file.Path), file.Path)
                        : new Problem(DiagnosticRules.DuplicateNamespace, file.ItemLocation, file.Namespace, owner.Path)
                );
            }
            else
            {
                owners.Add(file.Namespace, file);
                yield return Create(file, files) with
                {
                    Names = names,
                    Docs = FindDocs(file.Docs, shared),
                };
            }
        }
    }

    /// <summary>Parses the patterns of the item and of its filter file.</summary>
    public Result<IReadOnlyList<NamePattern>> ParsePatterns()
    {
        SourceLocation item = File.ItemLocation;
        NamePattern[] patterns =
        [
            .. PatternParser.ParseList(File.Commands, PatternScope.Commands, item),
            .. PatternParser.ParseList(File.Events, PatternScope.Events, item),
            .. FilterFile is { Text: { } text } ? PatternParser.ParseFile(new SourceFile(FilterFile.Path, text)) : [],
        ];
        NamePattern[] wildcards = [.. patterns.Where(pattern => !pattern.IsExact)];
        return wildcards.Length <= SchemaBounds.WildcardCount
            ? new Result<IReadOnlyList<NamePattern>>(patterns)
            : new Result<IReadOnlyList<NamePattern>>(
                [.. patterns.Except(wildcards.Skip(SchemaBounds.WildcardCount))],
                new Problem(
                    DiagnosticRules.LimitExceeded,
                    wildcards[SchemaBounds.WildcardCount].Location,
                    $"The selection of '{File.Name}'",
                    $"it has {wildcards.Length} patterns with '*', but the limit is {SchemaBounds.WildcardCount}",
                    "The others are ignored. Use full names."
                )
            );
    }

    private static SchemaFile Locate(SchemaFile file, ProjectFile[] projects) =>
        projects.FirstOrDefault(project => project.Path == file.Item)?.FindItem(file.Path) is { } location
            ? file with
            {
                ItemLocation = location,
            }
            : file;

    private static SchemaInput Create(SchemaFile file, ImmutableArray<ItemFile> files)
    {
        if (file.Text is null)
        {
            return Reject(
                file,
                new Problem(DiagnosticRules.UnreadableSchema, SourceLocation.FromFile(file.Path), file.Path)
            );
        }

        (SchemaOptions? options, EquatableArray<Problem> problems) = SchemaOptionsReader.Read(file);
        if (options is null || file.Select.Length == 0)
        {
            return new SchemaInput(file, options, null, problems);
        }

        if (FindFilterFile(files, file.Select) is { Text: not null } filterFile)
        {
            return new SchemaInput(file, options, filterFile, problems);
        }

        // Generating everything avoids errors about missing commands, which would hide this one.
        return new SchemaInput(
            file with
            {
                Commands = "",
                Events = "",
            },
            options with
            {
                Without = ExcludedFeatures.None,
            },
            null,
            [new Problem(DiagnosticRules.UnreadableFilter, file.ItemLocation, file.Select)]
        );
    }

    private static SchemaInput Reject(SchemaFile file, Problem problem) => new(file, null, null, [problem]);

    /// <summary>Finds a filter file by its path.</summary>
    /// <remarks>An exact match wins over one that differs in case or slashes, as paths on Windows can.</remarks>
    private static ItemFile? FindFilterFile(ImmutableArray<ItemFile> files, string path)
    {
        ItemFile[] candidates = [.. files.Where(file => file.Kind == ItemKinds.Filter)];
        return candidates.FirstOrDefault(file => file.Path == path)
            ?? candidates.FirstOrDefault(file =>
                string.Equals(Normalize(file.Path), Normalize(path), StringComparison.OrdinalIgnoreCase)
            );

        static string Normalize(string path) => path.Replace('\\', '/');
    }

    /// <summary>Finds the files in the Docs folder, in an order that does not depend on the file system.</summary>
    private static EquatableArray<DocsFile> FindDocs(string folder, ImmutableArray<SharedFile> files) =>
        folder.Length == 0
            ? []
            : files
                .OfType<DocsFile>()
                .Where(file => file.Path.StartsWith(folder, StringComparison.OrdinalIgnoreCase))
                .OrderBy(file => file.Path, StringComparer.Ordinal)
                .ToEquatableArray();
}
