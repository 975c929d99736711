using System.CommandLine;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Catalogue;
using QmpGen.Tool.Files;
using QmpGen.Tool.Naming;

namespace QmpGen.Tool.Commands;

/// <summary>The command <c>qmpgen names</c>, which creates a name catalogue or names the types of a dump.</summary>
internal static class NamesCommand
{
    private static readonly Option<string[]> s_qapi = new("--qapi")
    {
        Description = "The top directories of QEMU releases to create one catalogue from.",
        HelpName = "DIRECTORY",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> s_map = new("--map")
    {
        Description =
            "A dump. Prints a line for each type: its name in the dump, QEMU's name and the C# types, "
            + "separated by tabs. A missing name is -.",
        HelpName = "DUMP",
    };

    private static readonly Option<string[]> s_names = new("--names")
    {
        Description = "With --map: the catalogues to use instead of the built-in one, in order of priority.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> s_without = new("--without")
    {
        Description = "With --map: a release to ignore in the catalogues, to test names for an unknown release.",
        HelpName = "RELEASE",
    };

    public static Command Create()
    {
        Command command = new(
            "names",
            "Creates a catalogue of QEMU's type names from its source, or names the types of a dump."
        )
        {
            s_qapi,
            s_map,
            s_names,
            s_without,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(s_qapi) is null == result.GetResult(s_map) is null)
            {
                result.AddError("Use either --qapi to create a catalogue, or --map to name the types of a dump.");
            }
            else if (
                result.GetResult(s_map) is null
                && (result.GetResult(s_names) ?? result.GetResult(s_without)) is not null
            )
            {
                result.AddError("--names and --without require --map.");
            }
        });
        command.SetTextAction(arguments =>
            arguments.GetValue(s_map) is { } dump
                ? MapNames(
                    InputFile.ReadDump(dump, arguments.InvocationConfiguration.Error),
                    ReadCatalogues(arguments.GetValue(s_names) ?? [], arguments.GetValue(s_without))
                )
                : CreateCatalogue(arguments.GetRequiredValue(s_qapi))
        );
        return command;
    }

    private static string CreateCatalogue(string[] directories)
    {
        ReleaseSource[] releases = [.. directories.Select(ReleaseSource.Read).Order()];
        if (releases.CountBy(release => release.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } duplicate })
        {
            throw new ToolException(
                $"Several directories contain release '{duplicate}'. Name each release once, "
                    + "or correct the VERSION file or the name of a directory."
            );
        }

        if (releases.Length > ReleaseSet.MaxReleases)
        {
            throw new ToolException(
                $"A catalogue holds up to {ReleaseSet.MaxReleases} releases, but {releases.Length} are given. "
                    + "Remove some of them."
            );
        }

        return CatalogueWriter.Write([.. releases.Select(release => release.Name)], CatalogueBuilder.Build(releases));
    }

    private static string MapNames(QmpSchema schema, IReadOnlyList<NameCatalogue> catalogues) =>
        string.Concat(
            NameMapper
                .Map(schema, catalogues)
                .Select(type =>
                {
                    string types = type.CSharpNames.Count > 0 ? string.Join(", ", type.CSharpNames) : "-";
                    return $"{TerminalText.Escape(type.Id)}\t{type.QemuName ?? "-"}\t{types}\n";
                })
        );

    private static IReadOnlyList<NameCatalogue> ReadCatalogues(string[] files, string? without)
    {
        NameCatalogue[] catalogues =
            files.Length == 0 ? [BuiltInCatalogue.Value] : [.. files.Select(InputFile.ReadCatalogue)];
        if (without is null)
        {
            return catalogues;
        }

        string[] known = [.. catalogues.SelectMany(catalogue => catalogue.ReleaseNames).Distinct()];
        return known.Contains(without)
            ? [.. catalogues.Select(catalogue => catalogue.Without(without))]
            : throw new ToolException(
                $"Release '{without}' is not in the catalogues. Use one of: {string.Join(", ", known)}."
            );
    }
}
