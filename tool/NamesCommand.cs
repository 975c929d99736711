using System.CommandLine;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Catalogue;
using QmpGen.Tool.Naming;

namespace QmpGen.Tool;

/// <summary><c>qmpgen names</c>: the catalogue of QEMU's own names, made from its source; or how the types of a dump
/// are named by it.</summary>
internal static class NamesCommand
{
    private static readonly Option<string[]> s_qapi = new("--qapi")
    {
        Description = "The top directory of a release of QEMU's source; several make one catalogue.",
        HelpName = "DIRECTORY",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> s_map = new("--map")
    {
        Description =
            "Prints how the types of a dump are named: its name, QEMU's name and the C# types, with tabs between; - where there is none.",
        HelpName = "DUMP",
    };

    private static readonly Option<string[]> s_names = new("--names")
    {
        Description =
            "With --map: a catalogue to use instead of the built-in one; of several each goes before the next.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> s_without = new("--without")
    {
        Description =
            "With --map: a release to leave out of the catalogues, to see how a QEMU is named that they have not seen.",
        HelpName = "RELEASE",
    };

    public static Command Create()
    {
        Command command = new(
            "names",
            "Makes the catalogue of QEMU's own names from its source, or names the types of a dump by it."
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
                result.AddError("Either --qapi, to make a catalogue, or --map, to name the types of a dump.");
            }
            else if (
                result.GetResult(s_map) is null
                && (result.GetResult(s_names) ?? result.GetResult(s_without)) is not null
            )
            {
                result.AddError("--names and --without go with --map only.");
            }
        });
        command.WritesText(Run);
        return command;
    }

    private static string Run(ParseResult arguments) =>
        arguments.GetValue(s_map) is { } dump
            ? Map(
                ToolFile.ReadDump(dump, arguments.InvocationConfiguration.Error),
                Catalogues(arguments.GetValue(s_names) ?? [], arguments.GetValue(s_without))
            )
            : Catalogue(arguments.GetRequiredValue(s_qapi));

    private static string Catalogue(string[] directories)
    {
        ReleaseSource[] releases = [.. directories.Select(ReleaseSource.Read).Order()];
        if (releases.CountBy(release => release.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
        {
            throw new ToolException(
                $"The release '{twice}' is there twice. A directory is named for its release, unless it has a file VERSION."
            );
        }

        if (releases.Length > ReleaseSet.MaxReleases)
        {
            throw new ToolException(
                $"These are {releases.Length} releases, of which a catalogue can have {ReleaseSet.MaxReleases}."
            );
        }

        return CatalogueWriter.Write([.. releases.Select(release => release.Name)], CatalogueBuilder.Build(releases));
    }

    private static string Map(QmpSchema schema, IReadOnlyList<NameCatalogue> catalogues) =>
        string.Concat(
            NameMap
                .Of(schema, catalogues)
                .Select(type =>
                    $"{type.Id}\t{type.QemuName ?? "-"}\t{(type.CSharp.Count > 0 ? string.Join(", ", type.CSharp) : "-")}\n"
                )
        );

    private static IReadOnlyList<NameCatalogue> Catalogues(string[] files, string? without)
    {
        NameCatalogue[] catalogues =
            files.Length == 0 ? [BuiltInCatalogue.Value] : [.. files.Select(ToolFile.ReadCatalogue)];
        if (without is null)
        {
            return catalogues;
        }

        return catalogues.Any(catalogue => catalogue.ReleaseNames.Contains(without))
            ? [.. catalogues.Select(catalogue => catalogue.Without(without))]
            : throw new ToolException(
                $"No catalogue has the release '{without}'. There are {string.Join(", ", catalogues.SelectMany(catalogue => catalogue.ReleaseNames))}."
            );
    }
}
