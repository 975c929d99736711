using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Input;
using QmpGen.Generator.Merging;

namespace QmpGen.Generator.Tests;

/// <summary>The dumps of QEMU in <c>schema/</c>, or in the folder of QMPGEN_DUMPS if it is set, merged.</summary>
internal static class MergedDumps
{
    /// <summary>The names of all dumps of QEMU.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Dumps.Names.Where(name => name.StartsWith("qemu-", StringComparison.Ordinal))];

    /// <summary>The dumps of four releases, whose bindings the documentation measures.</summary>
    public static IReadOnlyList<string> Four { get; } =
    ["qemu-5.2.json", "qemu-7.2.json", "qemu-10.0.json", "qemu-11.1.json"];

    /// <summary>Creates items with one namespace.</summary>
    public static InMemorySchema[] CreateItems(IEnumerable<string> names, params (string, string)[] metadata) =>
        [.. names.Select(name => new InMemorySchema(name, Dumps.Read(name), [("Namespace", "Qemu"), .. metadata]))];

    /// <summary>Merges dumps, without the model and the printing.</summary>
    public static (IReadOnlyList<MergedRelease> Releases, Result<MergedSchema> Merged) Merge(IEnumerable<string> names)
    {
        SchemaFile[] files =
        [
            .. names.Select(name => new SchemaFile(
                name,
                Dumps.Read(name),
                name,
                "Qemu",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                ""
            )),
        ];
        SchemaInput input = new(files[0], null, null, []) { Files = [.. files] };
        (IReadOnlyList<MergedRelease> releases, _) = DumpReader.Read(input, CancellationToken.None);
        return (releases, SchemaMerger.Merge(releases, files[0].ItemLocation, CancellationToken.None));
    }
}
