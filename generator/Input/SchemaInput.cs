using System.Collections.Immutable;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Model;
using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Input;

/// <summary>The schema files of a namespace with everything that its bindings depend on.</summary>
/// <param name="File">The first file, with the metadata of all items.</param>
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

    /// <summary>The schema files of the namespace, in the order of the items.</summary>
    public EquatableArray<SchemaFile> Files { get; init; } = [];

    /// <summary>Creates the inputs from all files of a project.</summary>
    /// <param name="shared">The parsed files among them that several schemas can use.</param>
    /// <remarks>The files with the same namespace form one input.</remarks>
    public static IEnumerable<SchemaInput> Resolve(ImmutableArray<ItemFile> files, ImmutableArray<SharedFile> shared)
    {
        ProjectFile[] projects = [.. shared.OfType<ProjectFile>()];
        EquatableArray<NamesFile> names = shared.OfType<NamesFile>().ToEquatableArray();

        // Namespaces that differ only in case would have the same file names.
        foreach (
            IGrouping<string, SchemaFile> group in files
                .OfType<SchemaFile>()
                .Select(file => Locate(file, projects))
                .GroupBy(
                    file => file.Namespace.Length > 0 ? file.Namespace : file.Path,
                    StringComparer.OrdinalIgnoreCase
                )
        )
        {
            (SchemaFile file, EquatableArray<Problem> problems) = ItemMerger.Merge([.. group]);
            SchemaInput input = Create(file, files);
            yield return input with
            {
                Files = group.GroupBy(item => item.Path).Select(items => items.First()).ToEquatableArray(),
                Names = names,
                Docs = FindDocs(file.Docs, shared),
                Problems = [.. problems, .. input.Problems],
            };
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
